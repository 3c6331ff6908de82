//! Policies as files: out of one organisation, into another, and nothing is lost on the way.

use governance::{
    Error,
    dynamic_policies::{self, NewDynamicPolicy},
    policies::{self, NewPolicy, PolicyChange},
    policy_files::{Plan, Planned, PolicyFile, Prune, apply, export, plan},
    rego_policies::{self, NewRegoPolicy},
    releases,
};
use model::ReleaseMode;
use serde_json::json;
use store::OrgScope;

use crate::kit::{
    run,
    service::{Service, service},
};

async fn operator(service: &Service) -> OrgScope {
    service.org().await.scope(&service.kit.platform)
}

/// One policy of each kind.
async fn write_some(service: &Service, scope: &OrgScope) {
    let pattern: NewPolicy = serde_json::from_value(json!({
        "name": "Herons", "category": "sensitive-data", "pattern": "heron", "tags": ["birds"], "priority": 4, "critical": true,
        "test_cases": [{"name": "one", "call": {"query": "a heron"}, "matches": true}],
    }))
    .unwrap();
    policies::create(service.gov(), scope, pattern).await.unwrap();
    let conditions: NewDynamicPolicy = serde_json::from_value(json!({
        "name": "Doves", "tier": "organization", "conditions": [{"field": "query", "operator": "contains", "value": "dove"}],
        "actions": [{"type": "require_approval", "config": {"reason": "Ask."}}], "surfaces": ["request"], "enabled": false,
    }))
    .unwrap();
    dynamic_policies::create(service.gov(), scope, conditions).await.unwrap();
    let source = "package a\n\ndeny if input.query == \"kestrel\"\n".to_owned();
    let rego = NewRegoPolicy { name: "Kestrels".to_owned(), source, ..NewRegoPolicy::default() };
    rego_policies::create(service.gov(), scope, rego).await.unwrap();
}

fn without_ids(files: Vec<PolicyFile>) -> Vec<PolicyFile> {
    files.into_iter().map(|file| PolicyFile { id: None, ..file }).collect()
}

fn changes(plan: &Plan) -> Vec<(&str, Planned)> {
    plan.changes.iter().map(|change| (change.name.as_str(), change.change)).collect()
}

#[test]
fn files_of_one_organisation_make_the_same_policies_in_another() {
    run(async {
        let service = service().await;
        let (from, to) = (operator(service).await, operator(service).await);
        write_some(service, &from).await;
        let files = export(service.gov(), &from).await.unwrap();
        assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["Doves", "Herons", "Kestrels"]);

        let planned = plan(service.gov(), &to, &files, Prune::No).await.unwrap();
        assert_eq!(export(service.gov(), &to).await.unwrap(), [], "a plan writes nothing");
        assert!(planned.changes.iter().all(|change| change.change == Planned::Create));
        apply(service.gov(), &to, planned).await.unwrap();

        assert_eq!(without_ids(export(service.gov(), &to).await.unwrap()), without_ids(files.clone()));
        assert!(plan(service.gov(), &to, &files, Prune::Yes).await.unwrap().is_empty());
        assert!(plan(service.gov(), &from, &files, Prune::Yes).await.unwrap().is_empty());
    });
}

#[test]
fn an_edited_file_changes_its_policy_and_a_missing_one_removes_it_only_when_asked() {
    run(async {
        let service = service().await;
        let scope = operator(service).await;
        write_some(service, &scope).await;
        let mut files = export(service.gov(), &scope).await.unwrap();
        files.retain(|file| file.name != "Doves");
        files[0].action = Some("warn".to_owned());

        let kept = plan(service.gov(), &scope, &files, Prune::No).await.unwrap();
        let pruned = plan(service.gov(), &scope, &files, Prune::Yes).await.unwrap();

        assert_eq!(changes(&kept), [("Herons", Planned::Update), ("Kestrels", Planned::Keep)]);
        assert_eq!(kept.changes[0].diff.fields[0].after.as_deref(), Some("warn"));
        assert_eq!(changes(&pruned), [("Herons", Planned::Update), ("Kestrels", Planned::Keep), ("Doves", Planned::Remove)]);
        assert_eq!(apply(service.gov(), &scope, pruned).await.unwrap().len(), 2);
        let after = export(service.gov(), &scope).await.unwrap();
        assert_eq!(after, files);
    });
}

#[test]
fn one_bad_file_stops_the_import_before_anything_is_written() {
    run(async {
        let service = service().await;
        let (from, to) = (operator(service).await, operator(service).await);
        write_some(service, &from).await;
        let good = export(service.gov(), &from).await.unwrap();
        let with = |edit: fn(&mut PolicyFile)| {
            let mut files = good.clone();
            edit(&mut files[2]);
            files
        };

        for (files, field) in [
            (with(|file| file.source = None), "source"),
            (with(|file| file.workspace = Some("elsewhere".to_owned())), "workspace"),
            (with(|file| "system".clone_into(&mut file.tier)), "tier"),
            (with(|file| "other".clone_into(&mut file.format)), "format"),
        ] {
            let refused = plan(service.gov(), &to, &files, Prune::No).await;
            assert!(matches!(refused, Err(Error::Invalid(ref invalid)) if invalid.field == field), "{refused:?}");
        }
        let twice = [good.clone(), good.clone()].concat();
        assert!(matches!(plan(service.gov(), &from, &twice, Prune::No).await, Err(Error::Invalid(_))));
    });
}

#[test]
fn where_changes_are_reviewed_an_import_makes_drafts_and_repeating_it_nothing() {
    run(async {
        let service = service().await;
        let scope = operator(service).await;
        write_some(service, &scope).await;
        releases::set_mode(service.gov(), &scope, ReleaseMode::Reviewed).await.unwrap();
        let mut files = export(service.gov(), &scope).await.unwrap();
        let in_force = files.clone();
        files[1].action = Some("warn".to_owned());
        files.push(PolicyFile { id: None, name: "Egrets".to_owned(), ..files[1].clone() });

        let applied = apply(service.gov(), &scope, plan(service.gov(), &scope, &files, Prune::No).await.unwrap()).await.unwrap();

        assert_eq!(applied.len(), 2);
        assert!(applied.iter().all(|line| line.release.is_some()), "{applied:?}");
        assert_eq!(export(service.gov(), &scope).await.unwrap(), in_force, "what is in force did not change");
        assert!(plan(service.gov(), &scope, &files, Prune::No).await.unwrap().is_empty());
        let change = PolicyChange { description: Some("By hand.".to_owned()), ..PolicyChange::default() };
        policies::update(service.gov(), &scope, files[1].id.as_deref().unwrap(), change).await.unwrap();
        assert_eq!(changes(&plan(service.gov(), &scope, &files[1..2], Prune::No).await.unwrap()), [("Herons", Planned::Update)]);
    });
}
