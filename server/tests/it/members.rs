//! Members: invited, joined, suspended, back, removed (A-08, A-11, TC-81).

use governance::{Error, Governance, members, members::KeysOfLeaver, sign_in};
use model::{InvitationId, PermissionSet, PersonId, RequestFacts, RoleId, views::MemberState};
use store::{OrgScope, entry};

use crate::{
    kit::{
        Org, run,
        service::{Answer, Browser, PASSWORD, Service, other_node, service},
        until,
    },
    sign_in::{authenticator_of_text, house::House},
};

async fn role(gov: &Governance, scope: &OrgScope, name: &str) -> RoleId {
    members::role_choices(gov, scope).await.unwrap().into_iter().find(|choice| choice.name == name).unwrap().role
}

async fn invite(gov: &Governance, scope: &OrgScope, email: &str, as_role: &str) -> governance::Result<InvitationId> {
    let role = role(gov, scope, as_role).await;
    let new = members::NewInvitations::parse(email, role)?;
    Ok(members::invite(gov, scope, &new).await?.remove(0).invitation)
}

/// The link that the letter of this sending carries.
fn link(gov: &Governance, invitation: InvitationId, version: i32) -> String {
    let payload = [invitation.as_uuid().as_bytes().as_slice(), &version.to_be_bytes()].concat();
    format!("/invite/{}", gov.signing().mac.issue("invitation", &payload))
}

async fn person_of(service: &Service, email: &str) -> PersonId {
    entry::find_person_by_email(service.gov().pool(), email).await.unwrap().unwrap().person()
}

/// A member of this role, as what they act under.
async fn acting(service: &Service, org: &Org, role: &str) -> (PersonId, OrgScope) {
    let somebody = service.person(org, role).await;
    let person = person_of(service, &somebody.email).await;
    (person, service.scope_of(org, person).await)
}

/// What a script of the portal is answered in this browser: 200, or 401 when its session has ended.
async fn answered(service: &Service, browser: &Browser<'_>, function: &str, org: &Org) -> u16 {
    let call = browser.request("POST", &format!("/fn/{function}")).header("origin", &service.url).header("sec-fetch-site", "same-origin");
    Answer::of(call.form(&[("org", &org.slug)])).await.status.as_u16()
}

fn refused<T>(outcome: governance::Result<T>) -> String {
    match outcome {
        Err(Error::Refused(why)) => why,
        Err(other) => panic!("another refusal: {other}"),
        Ok(_) => panic!("it was done"),
    }
}

#[test]
fn an_invitation_leads_a_new_person_through_account_and_second_factor_into_the_organisation() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let (_, owner) = acting(service, &org, "owner").await;
        let email = format!("new@{}.example", org.slug);
        let invitation = invite(service.gov(), &owner, &email, "developer").await.unwrap();
        let (path, mut browser) = (link(service.gov(), invitation, 1), service.browser());

        let page = browser.open(&path).await;
        assert!(page.text.contains(&email) && page.text.contains("developer"), "{}", page.text);
        assert_eq!(page.header("cache-control"), "no-store");
        let token = path.rsplit('/').next().unwrap();
        let weak = [("token", token), ("name", "Ada"), ("password", "short")];
        browser.submit("/fn/joining/new-account", &weak).await;
        assert!(entry::find_person_by_email(service.gov().pool(), &email).await.unwrap().is_none(), "a weak password makes no account");
        let joined = browser.submit("/fn/joining/new-account", &[("token", token), ("name", "Ada"), ("password", PASSWORD)]).await;
        assert!(joined.header("location").ends_with("/signin/enrol"), "{:?}", joined.headers);
        let setup = browser.open("/signin/enrol").await;
        let seed = authenticator_of_text(&setup.text);
        let code = identity::totp::current_code(&seed, service.gov().now()).expose().clone();
        browser.submit("/fn/session/enrol", &[("code", &code)]).await;

        assert_eq!(browser.open(&format!("/o/{}/home", org.slug)).await.status.as_u16(), 200);
        let line = members::list(service.gov(), &owner).await.unwrap();
        let member = line.members.iter().find(|member| member.email == email).unwrap();
        assert_eq!((member.roles[0].name.as_str(), member.has_factor), ("developer", true));
        assert!(line.invitations.is_empty());
        assert!(service.browser().open(&path).await.text.contains("accepted before"));
    });
}

#[test]
fn sending_again_renews_and_voids_the_link_before_and_withdrawing_ends_it() {
    run(async {
        let house = House::build().await;
        let scope = house.org.scope(&house.kit.platform);
        let email = format!("late@{}.example", house.org.slug);
        let invitation = invite(&house.gov, &scope, &email, "viewer").await.unwrap();
        let state = async |version: i32| {
            let token = link(&house.gov, invitation, version);
            members::look(&house.gov, token.rsplit('/').next().unwrap(), None).await.unwrap().state
        };

        house.wait(time::Duration::days(8));
        assert_eq!(state(1).await, model::views::InvitationState::Expired);
        members::renew(&house.gov, &scope, invitation).await.unwrap();
        assert_eq!(state(1).await, model::views::InvitationState::Replaced);
        assert_eq!(state(2).await, model::views::InvitationState::ForNewAccount);
        assert_eq!(invite(&house.gov, &scope, &email, "auditor").await.unwrap(), invitation, "inviting again is sending again");
        assert_eq!(state(2).await, model::views::InvitationState::Replaced);
        members::revoke(&house.gov, &scope, invitation).await.unwrap();
        assert_eq!(state(3).await, model::views::InvitationState::Withdrawn);
        assert!(matches!(members::look(&house.gov, "made-up", None).await, Err(Error::NotFound)));
    });
}

#[test]
fn an_invitation_is_for_its_address_only_and_the_wrong_account_is_explained() {
    run(async {
        let service = service().await;
        let (org, elsewhere) = (service.org().await, service.org().await);
        let (_, owner) = acting(service, &org, "owner").await;
        let (invited, other) = (service.person(&elsewhere, "viewer").await, service.person(&elsewhere, "viewer").await);
        let path = link(service.gov(), invite(service.gov(), &owner, &invited.email, "viewer").await.unwrap(), 1);
        let token = path.rsplit('/').next().unwrap();

        let mut wrong = service.browser();
        wrong.sign_in(&other).await;
        let page = wrong.open(&format!("{path}/join")).await.text;
        assert!(page.contains(&other.email) && page.contains(&invited.email) && page.contains("Sign out"), "{page}");
        wrong.submit("/fn/joining/accept", &[("token", token)]).await;
        assert_ne!(wrong.open(&format!("/o/{}/home", org.slug)).await.status.as_u16(), 200);
        let mut right = service.browser();
        assert!(right.open(&format!("{path}/join")).await.text.contains("/signin?next=/invite/"));
        right.sign_in(&invited).await;
        right.submit("/fn/joining/accept", &[("token", token)]).await;

        assert_eq!(right.open(&format!("/o/{}/home", org.slug)).await.status.as_u16(), 200);
    });
}

#[test]
fn nobody_hands_out_what_they_lack_neither_by_use_case_nor_by_sql() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let (admin_id, admin) = acting(service, &org, "admin").await;
        let (viewer_id, _) = acting(service, &org, "viewer").await;
        let (owner_id, _) = acting(service, &org, "owner").await;
        let gov = service.gov();
        let [approver, owner_role, viewer] =
            [role(gov, &admin, "approver").await, role(gov, &admin, "owner").await, role(gov, &admin, "viewer").await];

        let email = format!("x@{}.example", org.slug);
        assert!(refused(invite(gov, &admin, &email, "approver").await).contains("holds:decide"));
        for (person, roles) in [(viewer_id, vec![viewer, approver]), (admin_id, vec![owner_role])] {
            assert!(refused(members::change_roles(gov, &admin, person, &roles).await).contains("holds:decide"));
        }
        for outcome in [members::suspend(gov, &admin, owner_id).await, members::change_roles(gov, &admin, owner_id, &[viewer]).await] {
            assert_eq!(refused(outcome), "Only an owner can change an owner.");
        }
        let new = store::members::NewAssignment {
            person: admin_id,
            role: owner_role,
            source: model::RoleSource::Direct,
            via: "",
            granted_by: "",
            expires_at: None,
        };
        let mut tx = gov.pool().org_tx(&admin).await.unwrap();
        let behind = store::members::assign(&mut tx, &new).await;
        assert!(format!("{behind:?}").contains("42501"), "{behind:?}");
        assert!(members::change_roles(gov, &admin, viewer_id, &[viewer, role(gov, &admin, "auditor").await]).await.is_ok());
    });
}

#[test]
fn a_suspended_member_is_out_on_every_node_and_back_as_before() {
    run(async {
        let (service, other) = (service().await, other_node().await);
        let org = service.org().await;
        let (_, owner) = acting(service, &org, "owner").await;
        let member = service.person(&org, "viewer").await;
        let person = person_of(service, &member.email).await;
        let key = service.key_made_by(&service.scope_of(&org, person).await, PermissionSet::sdk()).await;
        let (mut here, mut there) = (service.browser(), other.browser());
        here.sign_in(&member).await;
        there.sign_in(&member).await;
        let home = format!("/o/{}/home", org.slug);
        assert_eq!((here.open(&home).await.status.as_u16(), there.open(&home).await.status.as_u16()), (200, 200));
        let calls = "/api/v1/decisions?limit=1";
        assert_eq!((key.get(calls).await.status.as_u16(), key.at(other).get(calls).await.status.as_u16()), (200, 200));

        members::suspend(service.gov(), &owner, person).await.unwrap();

        for (node, browser) in [(service, &here), (other, &there)] {
            assert_eq!(answered(node, browser, "session/viewer", &org).await, 401);
        }
        until("the keys are refused on both nodes", async || {
            key.get(calls).await.status.as_u16() == 401 && key.at(other).get(calls).await.status.as_u16() == 401
        })
        .await;
        assert!(matches!(members::suspend(service.gov(), &owner, person).await, Err(Error::Conflict(_))));
        members::reactivate(service.gov(), &owner, person).await.unwrap();
        here.sign_in(&member).await;
        assert_eq!(here.open(&home).await.status.as_u16(), 200);
        until("the keys work again", async || key.at(other).get(calls).await.status.as_u16() == 200).await;
    });
}

#[test]
fn live_streams_end_on_every_node_with_the_membership_of_who_watches() {
    run(async {
        let (service, other) = (service().await, other_node().await);
        let org = service.org().await;
        let (_, owner) = acting(service, &org, "owner").await;
        let member = service.person(&org, "viewer").await;
        let person = person_of(service, &member.email).await;
        let mut streams = Vec::new();
        for mut browser in [service.browser(), other.browser()] {
            browser.sign_in(&member).await;
            let mut stream = browser.request("GET", &format!("/o/{}/approvals/events", org.slug)).send().await.unwrap();
            assert!(stream.chunk().await.unwrap().is_some(), "the first answer comes at once");
            streams.push(stream);
        }

        members::suspend(service.gov(), &owner, person).await.unwrap();

        for stream in &mut streams {
            let rest = tokio::time::timeout(crate::kit::PATIENCE, async { while stream.chunk().await.unwrap().is_some() {} }).await;
            assert!(rest.is_ok(), "the stream went on");
        }
    });
}

#[test]
fn two_owners_who_demote_each_other_leave_one() {
    run(async {
        let service = service().await;
        let gov = service.gov();
        for round in 0..50 {
            let org = service.org().await;
            let (one, two) = (org.member(&service.kit.platform, "owner").await, org.member(&service.kit.platform, "owner").await);
            let (scope_one, scope_two) = (service.scope_of(&org, one).await, service.scope_of(&org, two).await);
            let viewer = role(gov, &scope_one, "viewer").await;

            let viewer = [viewer];
            let (first, second) =
                tokio::join!(members::change_roles(gov, &scope_one, two, &viewer), members::change_roles(gov, &scope_two, one, &viewer));

            assert!(first.is_ok() != second.is_ok(), "round {round}: {first:?} {second:?}");
            let left = members::list(gov, &org.scope(&service.kit.platform)).await.unwrap().members;
            assert_eq!(left.iter().filter(|member| member.roles.iter().any(|held| held.name == "owner")).count(), 1, "round {round}");
        }
    });
}

#[test]
fn the_last_owner_stays() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let (owner_id, owner) = acting(service, &org, "owner").await;
        let operator = org.scope(&service.kit.platform);
        let viewer = role(service.gov(), &owner, "viewer").await;

        for outcome in [
            members::change_roles(service.gov(), &owner, owner_id, &[viewer]).await,
            members::suspend(service.gov(), &operator, owner_id).await,
            members::remove(service.gov(), &operator, owner_id, KeysOfLeaver::Revoke).await.map(|_| ()),
        ] {
            assert!(matches!(outcome, Err(Error::Conflict(ref why)) if why.contains("last owner")), "{outcome:?}");
        }
        assert!(refused(members::suspend(service.gov(), &owner, owner_id).await).starts_with("This is you."));
    });
}

#[test]
fn an_owner_with_an_end_does_not_count_as_the_one_who_stays() {
    run(async {
        let service = service().await;
        let (org, gov) = (service.org().await, service.gov());
        let (owner_id, owner) = acting(service, &org, "owner").await;
        let (heir_id, heir) = acting(service, &org, "viewer").await;
        let [owner_role, viewer] = [role(gov, &owner, "owner").await, role(gov, &owner, "viewer").await];
        let soon = Some(gov.now() + time::Duration::HOUR);
        let last = |outcome: governance::Result<()>| matches!(outcome, Err(Error::Conflict(ref why)) if why.contains("last owner"));

        members::give_role(gov, &owner, heir_id, owner_role, soon).await.unwrap();
        assert!(last(members::change_roles(gov, &owner, owner_id, &[viewer]).await), "the heir's role ends");
        members::give_role(gov, &owner, heir_id, owner_role, None).await.unwrap();
        members::change_roles(gov, &owner, owner_id, &[viewer]).await.unwrap();

        assert!(last(members::give_role(gov, &heir, heir_id, owner_role, soon).await), "the last owner's role would end");
    });
}

#[test]
fn the_database_itself_keeps_the_last_owner() {
    run(async {
        let service = service().await;
        let (org, gov) = (service.org().await, service.gov());
        let (owner_id, owner) = acting(service, &org, "owner").await;
        let owner_role = role(gov, &owner, "owner").await;
        let source = model::RoleSource::Command;
        let begin = async || gov.pool().org_tx(&owner).await.unwrap();
        let deed = || ledger::Deed::new(model::DeedKind::MemberRolesChanged, owner_id.as_uuid());

        let mut lapsing = begin().await;
        let expires_at = Some(gov.now() + time::Duration::HOUR);
        let ending = store::members::NewAssignment { person: owner_id, role: owner_role, source, via: "", granted_by: "", expires_at };
        store::members::assign(&mut lapsing, &ending).await.unwrap();
        let lapsing = lapsing.commit(deed()).await;
        let mut taken = begin().await;
        store::members::unassign(&mut taken, owner_id, owner_role, source).await.unwrap();
        let taken = taken.commit(deed()).await;
        let mut suspended = begin().await;
        store::members::suspend(&mut suspended, owner_id).await.unwrap();
        let suspended = suspended.commit(deed()).await;

        for outcome in [lapsing, taken, suspended] {
            assert!(format!("{outcome:?}").contains("an owner whose role does not end"), "{outcome:?}");
        }
    });
}

#[test]
fn a_leavers_keys_are_ended_or_handed_over_and_roles_and_sessions_are_gone() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let (owner_id, owner) = acting(service, &org, "owner").await;
        let (weak, _) = acting(service, &org, "viewer").await;
        let calls = "/api/v1/decisions?limit=1";
        for (keys_of, works) in [(KeysOfLeaver::HandTo(owner_id), 200), (KeysOfLeaver::Revoke, 401)] {
            let (leaver, scope) = acting(service, &org, "developer").await;
            let key = service.key_made_by(&scope, PermissionSet::sdk()).await;
            assert_eq!(key.get(calls).await.status.as_u16(), 200);
            let to_weak = members::remove(service.gov(), &owner, leaver, KeysOfLeaver::HandTo(weak)).await;
            assert!(matches!(to_weak, Err(Error::Invalid(ref invalid)) if invalid.field == "keys"), "{to_weak:?}");

            assert_eq!(members::remove(service.gov(), &owner, leaver, keys_of).await.unwrap(), 1);

            until("the key follows", async || key.get(calls).await.status.as_u16() == works).await;
            assert!(entry::memberships(service.gov().pool(), leaver).await.unwrap().is_empty());
            assert!(matches!(members::detail(service.gov(), &owner, leaver).await, Err(Error::NotFound)));
            assert!(members::list(service.gov(), &owner).await.unwrap().members.iter().all(|member| member.person != leaver));
        }
    });
}

#[test]
fn members_of_another_organisation_are_not_there() {
    run(async {
        let service = service().await;
        let (org, other) = (service.org().await, service.org().await);
        let (_, owner) = acting(service, &org, "owner").await;
        let (stranger, _) = acting(service, &other, "viewer").await;
        let gov = service.gov();

        for outcome in [
            members::suspend(gov, &owner, stranger).await,
            members::reactivate(gov, &owner, stranger).await,
            members::change_roles(gov, &owner, stranger, &[]).await,
            members::remove(gov, &owner, stranger, KeysOfLeaver::Revoke).await.map(|_| ()),
            members::end_all_sessions(gov, &owner, stranger).await.map(|_| ()),
            members::detail(gov, &owner, stranger).await.map(|_| ()),
        ] {
            assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        }
        let line = members::list(gov, &other.scope(&service.kit.platform)).await.unwrap().members;
        assert_eq!(line.iter().map(|member| member.state).collect::<Vec<_>>(), [MemberState::Active]);
    });
}

#[test]
fn a_new_password_by_mail_works_once_ends_sessions_and_keeps_the_second_factor() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let developer = service.person(&org, "developer").await;
        let mut signed_in = service.browser();
        signed_in.sign_in(&developer).await;
        let known = service.browser().submit("/fn/joining/forgot", &[("email", &developer.email)]).await;
        let unknown = service.browser().submit("/fn/joining/forgot", &[("email", "nobody@nowhere.example")]).await;
        assert_eq!(
            (known.status, known.header("location")),
            (unknown.status, unknown.header("location")),
            "the answer tells who has an account"
        );
        let person = person_of(service, &developer.email).await;
        let sql = "select reset_id from auth.password_resets where person_id = $1";
        let reset = async || -> Option<uuid::Uuid> {
            sqlx::query_scalar(sql).bind(person.as_uuid()).fetch_optional(&service.kit.superuser).await.unwrap()
        };
        until("the letter is written", || async { reset().await.is_some() }).await;
        let token = service.gov().signing().mac.issue("password-reset", reset().await.unwrap().as_bytes());

        let mut browser = service.browser();
        assert!(browser.open(&format!("/signin/reset/{token}")).await.text.contains("New password"));
        let new = "another long passphrase";
        browser.submit("/fn/joining/reset", &[("token", &token), ("password", new)]).await;

        assert_eq!(answered(service, &signed_in, "account/read", &org).await, 401, "sessions have ended");
        let entered = browser.submit("/fn/session/sign-in", &[("email", &developer.email), ("password", new)]).await;
        assert!(entered.header("location").ends_with("/signin/factor"), "the second factor is still asked");
        assert!(service.browser().open(&format!("/signin/reset/{token}")).await.text.contains("not good any more"));
        let facts = std::sync::Arc::new(RequestFacts::default());
        let again = sign_in::reset(service.gov(), &token, vault::SecretString::new("a third long passphrase".to_owned()), &facts).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
    });
}
