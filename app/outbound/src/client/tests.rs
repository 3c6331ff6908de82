use axum::{
    Router,
    http::header::LOCATION,
    response::IntoResponse,
    routing::{get, post},
};
use tokio::net::TcpListener;

use super::*;

async fn server() -> String {
    let router = Router::new()
        .route("/ok", get(|| async { "fine" }))
        .route("/away", get(|| async { (axum::http::StatusCode::FOUND, [(LOCATION, "/ok")]).into_response() }))
        .route("/large", get(|| async { "x".repeat(MOST_BYTES + 1) }))
        .route("/form", post(|body: String| async move { (axum::http::StatusCode::BAD_REQUEST, body) }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    at
}

fn outbound(private: &[&str]) -> Outbound {
    Outbound::new(&Settings { private_origins: private.iter().map(|origin| (*origin).to_owned()).collect(), dns_server: None }).unwrap()
}

async fn get_from(outbound: &Outbound, url: &str) -> Result<Vec<u8>, Fault> {
    outbound.get(&Url::parse(url).unwrap()).await
}

#[tokio::test]
async fn private_addresses_are_not_asked_in_any_spelling() {
    let outbound = outbound(&[]);

    for url in [
        "http://example.com",
        "ftp://example.com",
        "https://127.0.0.1",
        "https://0x7f000001",
        "https://2130706433",
        "https://0177.0.0.1",
        "https://127.1",
        "https://[::1]",
        "https://[::ffff:127.0.0.1]",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1",
        "https://[fd00::1]",
    ] {
        assert!(matches!(get_from(&outbound, url).await, Err(Fault::NotAllowed(_))), "{url}");
    }
}

#[tokio::test]
async fn a_name_for_this_machine_is_not_asked() {
    let Err(Fault::Failed(why)) = get_from(&outbound(&[]), "https://localhost/").await else { panic!("asked") };

    assert!(why.contains("no address of the open internet"), "{why}");
}

#[tokio::test]
async fn an_origin_that_the_operator_named_is_asked_and_no_other() {
    let at = server().await;

    assert_eq!(get_from(&outbound(&[&at]), &format!("{at}/ok")).await, Ok(b"fine".to_vec()));
    assert!(get_from(&outbound(&["http://127.0.0.1:1"]), &format!("{at}/ok")).await.is_err());
    assert!(matches!(
        Outbound::new(&Settings { private_origins: vec!["127.0.0.1".to_owned()], dns_server: None }),
        Err(Fault::Settings(_))
    ));
}

#[tokio::test]
async fn redirects_are_not_followed_and_sizes_are_bounded() {
    let at = server().await;
    let outbound = outbound(&[&at]);

    assert_eq!(get_from(&outbound, &format!("{at}/away")).await, Err(Fault::Status(302)));
    assert_eq!(get_from(&outbound, &format!("{at}/large")).await, Err(Fault::TooLarge));
    let answer = outbound.post_form(&Url::parse(&format!("{at}/form")).unwrap(), Some("Basic x"), "a=b".to_owned()).await.unwrap();
    assert_eq!(answer, Answer { status: 400, body: b"a=b".to_vec() });
}
