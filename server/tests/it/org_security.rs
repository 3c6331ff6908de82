//! How people get into an organisation: networks, second factors, lives of sessions (AX-06, AX-07).

use governance::{
    Error,
    members::{self, NewInvitations},
    org_security::{ChangedBy, SecurityChange, change},
    roles,
};
use model::DeedKind;
use time::Duration;

use crate::{
    kit::run,
    sign_in::house::{Browser, House},
};

impl House {
    async fn set(&self, asked: SecurityChange) {
        change(&self.gov, &self.scope(), asked, ChangedBy::Command).await.unwrap();
    }

    /// A viewer, signed in.
    async fn viewer(&self) -> Browser {
        let (viewer, mut browser) = (self.somebody("viewer").await, self.browser());
        assert_eq!(browser.sign_in(&viewer).await.json(), "signed_in");
        browser
    }

    fn page(&self) -> String {
        format!("/o/{}", self.org.slug)
    }
}

fn networks(text: &str) -> SecurityChange {
    SecurityChange { networks: Some(text.to_owned()), ..SecurityChange::default() }
}

#[test]
fn people_come_from_the_networks_of_their_organisation_only() {
    run(async {
        let house = House::build().await;
        let mut browser = house.viewer().await;

        house.set(networks("192.0.2.0/24, 2001:db8::/32")).await;
        let refused = browser.get(&house.page()).await;

        assert_eq!(refused.status, 403, "{}", refused.body);
        assert!(refused.body.contains("from its own networks only"), "{}", refused.body);
        house.set(networks("192.0.2.0/24 10.0.0.0/8")).await;
        assert_eq!(browser.get(&house.page()).await.status, 200);
        house.set(networks("192.0.2.0/24")).await;
        house.set(networks("")).await;
        assert_eq!(browser.get(&house.page()).await.status, 200, "everywhere");
        assert_eq!(house.recorded(DeedKind::OrgSecurityChanged).await, 4);
    });
}

#[test]
fn nobody_locks_themself_out() {
    run(async {
        let house = House::build().await;
        let from = |address| ChangedBy::Person(address);

        for address in [Some("198.51.100.7"), None] {
            let refused = change(&house.gov, &house.scope(), networks("192.0.2.0/24"), from(address)).await;
            assert!(matches!(&refused, Err(Error::Invalid(invalid)) if invalid.field == "networks"), "{refused:?}");
        }
        change(&house.gov, &house.scope(), networks("192.0.2.0/24"), from(Some("192.0.2.7"))).await.unwrap();
        let other = SecurityChange { idle_minutes: Some(30), ..SecurityChange::default() };
        assert!(change(&house.gov, &house.scope(), other, from(Some("198.51.100.7"))).await.is_err(), "nor by leaving it as it is");
    });
}

#[test]
fn an_organisation_shortens_the_lives_of_sessions() {
    run(async {
        let house = House::build().await;
        let (mut unused, mut busy) = (house.viewer().await, house.viewer().await);
        house.set(SecurityChange { idle_minutes: Some(30), session_hours: Some(1), ..SecurityChange::default() }).await;

        house.wait(Duration::minutes(29));
        assert_eq!(busy.get(&house.page()).await.status, 200);
        house.wait(Duration::minutes(2));
        assert_eq!((unused.get(&house.page()).await.status, busy.get(&house.page()).await.status), (401, 200), "31 minutes");
        house.wait(Duration::minutes(28));
        assert_eq!(busy.get(&house.page()).await.status, 200, "59 minutes");
        house.wait(Duration::minutes(2));
        assert_eq!(busy.get(&house.page()).await.status, 401, "61 minutes");
    });
}

#[test]
fn another_organisation_shortens_nothing() {
    run(async {
        let (house, other) = (House::build().await, House::build().await);
        let mut browser = house.viewer().await;
        other.set(SecurityChange { idle_minutes: Some(5), networks: Some("192.0.2.1".to_owned()), ..SecurityChange::default() }).await;

        house.wait(Duration::hours(1));

        assert_eq!(browser.get(&house.page()).await.status, 200);
    });
}

#[test]
fn an_organisation_asks_everybody_for_a_second_factor() {
    run(async {
        let house = House::build().await;
        let viewer = house.somebody("viewer").await;
        let mut browser = house.browser();
        browser.sign_in(&viewer).await;

        house.set(SecurityChange { second_factor_for_all: Some(true), ..SecurityChange::default() }).await;

        assert_eq!(browser.get(&house.page()).await.status, 403, "without one nobody is inside any more");
        assert_eq!(house.browser().sign_in(&viewer).await.json(), "enrol_factor");
    });
}

#[test]
fn an_invitation_is_good_for_as_long_as_the_organisation_says() {
    run(async {
        let house = House::build().await;
        let role = roles::list(&house.gov, &house.scope()).await.unwrap().into_iter().find(|role| role.name == "viewer").unwrap().role;
        let invite = async |email: &str| {
            members::invite(&house.gov, &house.scope(), &NewInvitations::parse(email, role).unwrap()).await.unwrap();
            let open = members::list(&house.gov, &house.scope()).await.unwrap().invitations;
            let lasts = open.into_iter().find(|open| open.email == email).unwrap().expires_at - house.gov.now();
            // The database keeps microseconds.
            (lasts + Duration::SECOND).whole_days()
        };
        assert_eq!(invite("one@somewhere.example").await, 7);

        house.set(SecurityChange { invitation_days: Some(2), ..SecurityChange::default() }).await;

        assert_eq!(invite("two@somewhere.example").await, 2);
    });
}
