//! Letters about certificates of single sign-on that end: to administrators, so many days before, each once (TC-79).

use governance::{
    sso::{self, NewConnection, NewProvider},
    worker,
};
use model::ShortText;
use time::Duration;

use crate::kit::{
    Org,
    providers::Idp,
    run,
    service::{Service, service, twin},
};

/// A connection to a provider whose only certificate ends after so long.
async fn connect(service: &Service, org: &Org, ends_in: Duration) {
    let idp = Idp::until((service.gov().now() + ends_in).unix_timestamp());
    let new = NewConnection {
        name: ShortText::parse("name", "Okta").unwrap(),
        provider: NewProvider::SamlMetadata(idp.metadata().into_bytes()),
        email_attribute: None,
        default_role: None,
    };
    sso::create(service.gov(), &org.scope(&service.kit.platform), new).await.unwrap();
}

/// To whom letters about certificates were written in an organisation.
async fn told(service: &Service, org: &Org) -> Vec<String> {
    let text = "select recipient from public.mail where org_id = $1 and content ->> 'letter' = 'certificate_ends' order by 1";
    sqlx::query_scalar(text).bind(org.id.as_uuid()).fetch_all(&service.kit.superuser).await.unwrap()
}

#[test]
fn administrators_are_told_once_over_two_nodes_that_a_certificate_ends() {
    run(async {
        let (service, twin) = (service().await, twin().await);
        let (soon, later) = (service.org().await, service.org().await);
        let (owner, admin) = (service.person(&soon, "owner").await, service.person(&soon, "admin").await);
        service.person(&soon, "viewer").await;
        service.person(&later, "owner").await;
        connect(service, &soon, Duration::days(5)).await;
        connect(service, &later, Duration::days(60)).await;

        let (here, there) = tokio::join!(worker::tell_of_certificates(service.gov()), worker::tell_of_certificates(twin.gov()));
        let again = worker::tell_of_certificates(service.gov()).await.unwrap();

        assert!(here.is_ok() && there.is_ok(), "{here:?} {there:?}");
        let mut both = [owner.email.clone(), admin.email.clone()];
        both.sort();
        assert_eq!(told(service, &soon).await, both);
        assert_eq!(told(service, &later).await, Vec::<String>::new());
        assert_eq!(again, 0, "somebody was told twice");
    });
}
