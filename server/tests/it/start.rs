//! A service whose database roles are not what they must be does not start, and says everything that is wrong (TC-08, TC-09).

use axonflow::clock;
use store::{Error, PlatformPool, RequestPool};

use crate::kit::{
    self,
    database::{Login, execute, parse, unique},
    kit,
};

/// Tries the request pool with a login made by `sql`, where `{login}` stands for its name; says what it was refused for.
async fn refused(sql: &str) -> String {
    let kit = kit().await;
    let login = unique("login");
    let made = format!("{sql}; grant connect on database axonflow to {{login}}");
    execute(&kit.superuser, &made.replace("{login}", &login)).await;
    let outcome = RequestPool::connect(&parse(&kit.url_as(&login)), clock::system(), 1).await;
    match outcome {
        Err(Error::Roles(faults)) => faults.join("\n").replace(&login, "{login}"),
        Err(other) => panic!("refused for another reason: {other}"),
        Ok(_) => String::new(),
    }
}

#[test]
fn a_login_that_can_do_less_than_nothing_wrong_is_taken() {
    kit::run(async {
        assert_eq!(refused("create role {login} login noinherit; grant axonflow_app_role to {login}").await, "");
    });
}

#[test]
fn the_platform_login_serves_no_requests() {
    kit::run(async {
        let kit = kit().await;
        let outcome = RequestPool::connect(&parse(kit.url(Login::Platform)), clock::system(), 1).await;

        let Err(Error::Roles(faults)) = outcome else { panic!("the platform login was taken for requests") };
        let said = faults.join("\n");
        for fault in ["bypass", "inherits", "not a member of axonflow_app_role"] {
            assert!(said.contains(fault), "{fault} is missing in:\n{said}");
        }
    });
}

#[test]
fn the_superuser_serves_no_requests() {
    kit::run(async {
        let kit = kit().await;
        for refused in [
            RequestPool::connect(&parse(kit.url(Login::Superuser)), clock::system(), 1).await.err(),
            PlatformPool::connect(&parse(kit.url(Login::Superuser)), clock::system()).await.err(),
        ] {
            assert!(matches!(refused, Some(Error::Roles(_))), "{refused:?}");
        }
    });
}

#[test]
fn a_login_that_inherits_is_refused() {
    kit::run(async {
        let said = refused("create role {login} login inherit; grant axonflow_app_role to {login}").await;

        assert_eq!(said, "login {login} inherits rights: it must be NOINHERIT");
    });
}

#[test]
fn a_login_with_a_further_membership_is_refused() {
    kit::run(async {
        let said = refused("create role {login} login noinherit; grant axonflow_app_role, axonflow_entry to {login}").await;

        assert_eq!(said, "login {login} can become axonflow_entry, only axonflow_app_role is expected");
    });
}

#[test]
fn a_login_that_reaches_the_platform_by_a_detour_is_refused() {
    kit::run(async {
        let said = refused(
            "create role {login}_detour nologin; grant axonflow_platform_admin to {login}_detour;
             create role {login} login noinherit; grant axonflow_app_role, {login}_detour to {login}",
        )
        .await;

        for fault in ["role axonflow_platform_admin may bypass row-level security", "can become axonflow_platform_admin"] {
            assert!(said.contains(fault), "{fault} is missing in:\n{said}");
        }
    });
}

#[test]
fn a_login_with_power_is_refused_for_every_part_of_it() {
    kit::run(async {
        let said = refused("create role {login} login inherit bypassrls createrole").await;

        assert_eq!(
            said.lines().collect::<std::collections::BTreeSet<_>>(),
            std::collections::BTreeSet::from([
                "role {login} may bypass row-level security",
                "role {login} may create roles or databases",
                "login {login} inherits rights: it must be NOINHERIT",
                "login {login} is not a member of axonflow_app_role",
            ])
        );
    });
}

#[test]
fn a_login_that_owns_a_table_is_refused() {
    kit::run(async {
        let scratch = kit().await.scratch().await;
        let login = unique("login");
        execute(
            &scratch.superuser,
            &format!(
                "create role {login} login noinherit; grant axonflow_app_role to {login};
                 create table public.mine (x int); alter table public.mine owner to {login}"
            ),
        )
        .await;

        let outcome = RequestPool::connect(&parse(&scratch.url_as(&login)), clock::system(), 1).await;

        assert!(matches!(outcome, Err(Error::Roles(faults)) if faults == [format!("role {login} owns mine")]));
    });
}

#[test]
fn the_request_login_is_no_platform_login() {
    kit::run(async {
        let outcome = PlatformPool::connect(&parse(kit().await.url(Login::Web)), clock::system()).await;

        assert!(matches!(outcome, Err(Error::Roles(_))));
    });
}
