//! Random sequences of PATCH requests, in every spelling, against a model that knows nothing of JSON.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use scim::{Document, GroupChange, Kind, MemberChange, Patch, Schemas};
use serde_json::{Map, Value, json};

/// 200 runs of 500 requests each: 10^5 for persons, and as many for groups.
const RUNS: u32 = 200;
const REQUESTS: usize = 500;
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

#[derive(Debug, Clone, Copy)]
enum Spelling {
    Path,
    Bare,
}

#[derive(Debug, Clone)]
enum Step {
    Simple(usize, Option<u8>, Spelling),
    Name(usize, Option<u8>, Spelling),
    Department(Option<u8>, bool, Spelling),
    Active(bool, usize, Spelling),
    WorkMail(Option<u8>),
    AddMails(Vec<(bool, u8, bool)>),
    ReplaceMails(Vec<(bool, u8)>),
    RemoveMails(Option<Vec<u8>>),
    Rename(u8),
}

const SIMPLE: [&str; 3] = ["displayName", "nickName", "title"];
const NAMES: [&str; 2] = ["givenName", "familyName"];

/// A person as the model sees them.
#[derive(Debug, Default)]
struct Person {
    user_name: String,
    simple: BTreeMap<&'static str, String>,
    names: BTreeMap<&'static str, String>,
    department: Option<String>,
    active: Option<bool>,
    mails: Vec<Mail>,
}

#[derive(Debug, Clone, PartialEq)]
struct Mail {
    kind: Option<&'static str>,
    value: Option<String>,
    primary: Option<bool>,
}

fn text(n: u8) -> String {
    format!("v{n}")
}

fn kind(work: bool) -> &'static str {
    if work { "work" } else { "home" }
}

fn set<K: Ord>(map: &mut BTreeMap<K, String>, key: K, value: Option<u8>) {
    match value {
        Some(value) => drop(map.insert(key, text(value))),
        None => drop(map.remove(&key)),
    }
}

impl Person {
    fn take(&mut self, step: &Step) {
        match step {
            Step::Simple(which, value, _) => set(&mut self.simple, SIMPLE[*which], *value),
            Step::Name(which, value, _) => set(&mut self.names, NAMES[*which], *value),
            Step::Department(value, ..) => self.department = value.map(text),
            Step::Active(active, ..) => self.active = Some(*active),
            Step::Rename(value) => self.user_name = text(*value),
            Step::WorkMail(value) => self.work_mail(*value),
            Step::AddMails(new) => {
                for (work, value, primary) in new {
                    let mail = Mail { kind: Some(kind(*work)), value: Some(text(*value)), primary: primary.then_some(true) };
                    if self.mails.contains(&mail) {
                        continue;
                    }
                    for old in self.mails.iter_mut().filter(|old| *primary && old.primary == Some(true)) {
                        old.primary = Some(false);
                    }
                    self.mails.push(mail);
                }
            }
            Step::ReplaceMails(new) => {
                let mail = |(work, value): &(bool, u8)| Mail { kind: Some(kind(*work)), value: Some(text(*value)), primary: None };
                self.mails = new.iter().map(mail).collect();
            }
            Step::RemoveMails(None) => self.mails.clear(),
            Step::RemoveMails(Some(values)) => {
                let gone: Vec<String> = values.iter().copied().map(text).collect();
                self.mails.retain(|mail| mail.value.as_ref().is_none_or(|value| !gone.contains(value)));
            }
        }
    }

    fn work_mail(&mut self, value: Option<u8>) {
        let is_work = |mail: &Mail| mail.kind == Some("work");
        if value.is_some() && !self.mails.iter().any(is_work) {
            self.mails.push(Mail { kind: Some("work"), value: None, primary: None });
        }
        self.mails.iter_mut().filter(|mail| is_work(mail)).for_each(|mail| mail.value = value.map(text));
    }

    fn shown(&self) -> Value {
        let mut shown = Map::new();
        shown.insert("userName".into(), self.user_name.clone().into());
        shown.extend(self.simple.iter().map(|(key, value)| ((*key).to_owned(), value.clone().into())));
        if !self.names.is_empty() {
            shown.insert("name".into(), json!(self.names));
        }
        if let Some(department) = &self.department {
            shown.insert(ENTERPRISE.into(), json!({ "department": department }));
        }
        shown.extend(self.active.map(|active| ("active".to_owned(), active.into())));
        if !self.mails.is_empty() {
            let mails: Vec<Value> = self.mails.iter().map(Mail::shown).collect();
            shown.insert("emails".into(), mails.into());
        }
        Value::Object(shown)
    }
}

impl Mail {
    fn shown(&self) -> Value {
        let mut shown = Map::new();
        shown.extend(self.kind.map(|kind| ("type".to_owned(), kind.into())));
        shown.extend(self.value.clone().map(|value| ("value".to_owned(), value.into())));
        shown.extend(self.primary.map(|primary| ("primary".to_owned(), primary.into())));
        Value::Object(shown)
    }
}

fn at(path: &str, spelling: Spelling, value: Option<Value>) -> Value {
    match (value, spelling) {
        (None, _) => json!({"op": "Remove", "path": path}),
        (Some(value), Spelling::Path) => json!({"op": "Add", "path": path, "value": value}),
        (Some(value), Spelling::Bare) => json!({"op": "replace", "value": {path: value}}),
    }
}

/// The request that a directory would send.
fn request(step: &Step) -> Value {
    let mail = |(work, value): &(bool, u8)| json!({"type": kind(*work), "value": text(*value)});
    match step {
        Step::Simple(which, value, spelling) => at(&SIMPLE[*which].to_uppercase(), *spelling, value.map(|value| text(value).into())),
        Step::Name(which, value, spelling) => at(&format!("name.{}", NAMES[*which]), *spelling, value.map(|value| text(value).into())),
        Step::Department(Some(value), true, Spelling::Bare) => {
            json!({"op": "Replace", "value": {ENTERPRISE: {"Department": text(*value), "unknown": 1}}})
        }
        Step::Department(value, dot, spelling) => {
            let path = format!("{ENTERPRISE}{}department", if *dot { '.' } else { ':' });
            at(&path, *spelling, value.map(|value| text(value).into()))
        }
        Step::Active(active, how, spelling) => {
            let spelled = [json!(active), json!(active.to_string()), json!(if *active { "True" } else { "False" })];
            at("active", *spelling, Some(spelled[*how].clone()))
        }
        Step::Rename(value) => json!({"op": "REPLACE", "path": "userName", "value": text(*value)}),
        Step::WorkMail(value) => at(r#"emails[type eq "work"].value"#, Spelling::Path, value.map(|value| text(value).into())),
        Step::AddMails(new) => {
            let new: Vec<Value> = new
                .iter()
                .map(|(work, value, primary)| {
                    let mut one = mail(&(*work, *value));
                    if *primary {
                        one["primary"] = true.into();
                    }
                    one
                })
                .collect();
            json!({"op": "add", "path": "emails", "value": new})
        }
        Step::ReplaceMails(new) => json!({"op": "Replace", "path": "emails", "value": new.iter().map(mail).collect::<Vec<_>>()}),
        Step::RemoveMails(None) => json!({"op": "remove", "path": "emails"}),
        Step::RemoveMails(Some(values)) => {
            let named: Vec<Value> = values.iter().map(|value| json!({"value": text(*value)})).collect();
            json!({"op": "Remove", "path": "emails", "value": named})
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    let spelling = || prop_oneof![Just(Spelling::Path), Just(Spelling::Bare)];
    let value = || proptest::option::of(0..4_u8);
    prop_oneof![
        (0..3_usize, value(), spelling()).prop_map(|(which, value, spelling)| Step::Simple(which, value, spelling)),
        (0..2_usize, value(), spelling()).prop_map(|(which, value, spelling)| Step::Name(which, value, spelling)),
        (value(), any::<bool>(), spelling()).prop_map(|(value, dot, spelling)| Step::Department(value, dot, spelling)),
        (any::<bool>(), 0..3_usize, spelling()).prop_map(|(active, how, spelling)| Step::Active(active, how, spelling)),
        value().prop_map(Step::WorkMail),
        // One primary value at most in a request.
        (any::<bool>(), 0..6_u8, any::<bool>()).prop_map(|new| Step::AddMails(vec![new])),
        proptest::collection::vec((any::<bool>(), 0..6_u8), 0..4).prop_map(Step::ReplaceMails),
        proptest::option::of(proptest::collection::vec(0..6_u8, 0..3)).prop_map(Step::RemoveMails),
        (0..4_u8).prop_map(Step::Rename),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: RUNS, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_person_becomes_what_the_model_becomes(steps in proptest::collection::vec(step(), REQUESTS)) {
        let schemas = Schemas::load().unwrap();
        let mut document = Document::read(&schemas, Kind::User, &json!({"userName": "v0"})).unwrap().0;
        let mut model = Person { user_name: text(0), ..Person::default() };

        for step in &steps {
            let patch = Patch::read(&json!({"Operations": [request(step)]})).unwrap();
            document = patch.apply(&schemas, Kind::User, &document).unwrap().0;
            model.take(step);
            prop_assert_eq!(document.to_json(), model.shown(), "after {:?}", step);
        }
    }

    #[test]
    fn a_group_becomes_what_the_model_becomes(steps in proptest::collection::vec(member_step(), REQUESTS)) {
        let (mut members, mut model) = (BTreeSet::new(), BTreeSet::new());

        for (verb, ids, spelling) in &steps {
            let patch = Patch::read(&json!({"Operations": [member_request(*verb, ids, *spelling)]})).unwrap();
            patch.group_changes().unwrap().into_iter().for_each(|change| take_change(&mut members, change));
            let named: BTreeSet<String> = ids.iter().copied().map(text).collect();
            match verb {
                MemberVerb::Add => model.extend(named),
                MemberVerb::Remove => model.retain(|id| !named.contains(id)),
                MemberVerb::Replace => model = named,
                MemberVerb::Clear => model.clear(),
            }
            prop_assert_eq!(&members, &model, "after {:?} {:?}", verb, ids);
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum MemberVerb {
    Add,
    Remove,
    Replace,
    Clear,
}

fn member_step() -> impl Strategy<Value = (MemberVerb, Vec<u8>, usize)> {
    let verb = prop_oneof![
        4 => Just(MemberVerb::Add),
        4 => Just(MemberVerb::Remove),
        1 => Just(MemberVerb::Replace),
        1 => Just(MemberVerb::Clear),
    ];
    (verb, proptest::collection::vec(0..8_u8, 0..4), 0..3_usize)
}

fn member_request(verb: MemberVerb, ids: &[u8], spelling: usize) -> Value {
    let listed: Vec<Value> = ids
        .iter()
        .map(|id| match spelling {
            0 => json!({"value": text(*id), "display": "x"}),
            1 => json!({"$ref": null, "value": text(*id)}),
            _ => text(*id).into(),
        })
        .collect();
    match (verb, spelling) {
        (MemberVerb::Add, _) => json!({"op": "Add", "path": "members", "value": listed}),
        (MemberVerb::Remove, 0) if !ids.is_empty() => {
            let tests: Vec<String> = ids.iter().map(|id| format!("value eq \"{}\"", text(*id))).collect();
            json!({"op": "remove", "path": format!("members[{}]", tests.join(" or "))})
        }
        (MemberVerb::Remove, _) => json!({"op": "Remove", "path": "members", "value": listed}),
        (MemberVerb::Replace, 0) => json!({"op": "replace", "value": {"id": "x", "displayName": "A", "members": listed}}),
        (MemberVerb::Replace, _) => json!({"op": "replace", "path": "members", "value": listed}),
        (MemberVerb::Clear, _) => json!({"op": "remove", "path": "members"}),
    }
}

fn take_change(members: &mut BTreeSet<String>, change: GroupChange) {
    match change {
        GroupChange::Members(MemberChange::Add(ids)) => members.extend(ids),
        GroupChange::Members(MemberChange::Remove(ids)) => members.retain(|id| !ids.contains(id)),
        GroupChange::Members(MemberChange::Replace(ids)) => *members = ids.into_iter().collect(),
        GroupChange::Members(MemberChange::Clear) => members.clear(),
        GroupChange::Members(MemberChange::Expect(_)) | GroupChange::Rename(_) | GroupChange::ExternalId(_) => {}
    }
}
