//! When policies cannot be read, nothing is allowed; when they can be again, everything goes on.

use axonflow::{
    assemble::{House, assemble},
    database::Database,
    settings,
};
use governance::{
    Error,
    auth::{Caller, authenticate},
    decide::decide,
    keys::{self, NewKeyInput},
    policies::{self, NewPolicy},
    simulation::Question,
};
use model::{PermissionSet, ShortText, Verdict};

use crate::kit::{
    self, Org, ScratchDatabase,
    database::{Login, execute},
    nodes_kit, run,
    service::database_args,
};

/// A node upon a database of its own.
async fn house(database: &ScratchDatabase, keys: std::path::PathBuf) -> House {
    let args = database_args(keys, database.url(Login::Web), database.url(Login::Platform));
    assemble(&Database::open(&args).await.unwrap(), &args, settings::for_server("http://localhost".to_owned())).await.unwrap()
}

async fn verdict(house: &House, caller: &Caller, query: &str) -> Result<Verdict, Error> {
    let call = Question { query: query.to_owned(), ..Question::default() }.call().unwrap();
    decide(&house.gov, caller, call).await.map(|outcome| outcome.verdict)
}

#[test]
fn with_the_policy_store_unreadable_every_governed_call_is_refused() {
    run(async {
        let database = nodes_kit().await.scratch().await;
        let folder = tempfile::tempdir().unwrap();
        let house = house(&database, folder.path().to_owned()).await;
        let org = Org::create(&house.platform).await;
        let scope = org.scope(&house.platform);
        let new = NewKeyInput { scopes: Some(PermissionSet::all()), ..NewKeyInput::new(ShortText::parse("name", "key").unwrap()) };
        let issued = keys::create(&house.gov, &scope, &PermissionSet::all(), new).await.unwrap();
        let caller = authenticate(&house.gov, &issued.client_id, &issued.client_secret, &std::sync::Arc::default()).await.unwrap();
        let herons = NewPolicy {
            name: "Herons".to_owned(),
            category: "sensitive-data".to_owned(),
            pattern: "heron".to_owned(),
            ..NewPolicy::default()
        };
        let policy = policies::create(&house.gov, &scope, herons).await.unwrap();
        assert_eq!(verdict(&house, &caller, "hello").await.unwrap(), Verdict::Allow);

        execute(&database.superuser, "revoke select on policies from axonflow_app_role").await;
        // What is in memory stays true until somebody says that it may not be.
        execute(&database.superuser, &format!("update policies set priority = 1 where policy_id = '{}'", policy.id)).await;
        kit::until("the change is heard", || async { verdict(&house, &caller, "hello").await.is_err() }).await;

        for query in ["hello", "a heron", "ann@example.com"] {
            assert!(verdict(&house, &caller, query).await.is_err(), "{query}");
        }
        execute(&database.superuser, "grant select on policies to axonflow_app_role").await;
        assert_eq!(verdict(&house, &caller, "hello").await.unwrap(), Verdict::Allow);
        assert_eq!(verdict(&house, &caller, "a heron").await.unwrap(), Verdict::Deny);
    });
}
