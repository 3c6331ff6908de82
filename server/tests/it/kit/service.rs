//! The whole service: the house on the shared database, its routes behind a real listener, and clients that speak HTTP.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, LazyLock},
    time::Duration,
};

use axonflow::{
    assemble::{House, assemble},
    config::{DatabaseArgs, KeySource, VaultArgs},
    database::Database,
    provision::{self, NewUser},
    serve::{Site, Web, router},
    settings, signing, telemetry,
};
use governance::{
    Governance, Parts, Signing,
    keys::{self, NewKeyInput},
};
use identity::totp::{self, TotpSecret};
use metrics_exporter_prometheus::PrometheusHandle;
use model::{EmailAddress, Id, KeyId, PermissionSet, PersonId, SessionId, ShortText};
use reqwest::{Method, RequestBuilder, StatusCode, header::HeaderMap, redirect};
use serde_json::Value;
use store::{OrgScope, entry};
use tokio::{net::TcpListener, sync::OnceCell};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use vault::{KeyProvider, LocalKey, SecretString, Vault};

use super::{Kit, Org, database::Login, database::unique, nodes_kit};

/// Where the platform console of every node is.
pub(crate) const PLATFORM_URL: &str = "http://platform.localhost";
/// The key of the operators' API of every node.
pub(crate) const ADMIN_KEY: &str = "the key of the operators, long enough to be one";
pub(crate) const PASSWORD: &str = "a long enough passphrase";

/// A node: everything that one process of the service is.
pub(crate) struct Service {
    pub(crate) house: House,
    pub(crate) kit: &'static Kit,
    pub(crate) url: String,
    http: reqwest::Client,
}

/// The node that tests share.
pub(crate) async fn service() -> &'static Service {
    static SERVICE: OnceCell<Service> = OnceCell::const_new();
    SERVICE.get_or_init(Service::start).await
}

/// A second node beside the shared one.
pub(crate) async fn other_node() -> &'static Service {
    static SERVICE: OnceCell<Service> = OnceCell::const_new();
    SERVICE.get_or_init(Service::start).await
}

/// A third node, which the world reaches under the address of the shared one.
pub(crate) async fn twin() -> &'static Service {
    static SERVICE: OnceCell<Service> = OnceCell::const_new();
    SERVICE.get_or_init(|| async { Service::start_under(Some(&service().await.url)).await }).await
}

impl Service {
    async fn start() -> Self {
        Self::start_under(None).await
    }

    /// A node that seals under a key provider of its own; what the others sealed it opens with their key file.
    pub(crate) async fn sealing_with(provider: Arc<dyn KeyProvider>) -> Self {
        Self::start_with(None, Some(provider)).await
    }

    async fn start_under(public_url: Option<&str>) -> Self {
        Self::start_with(public_url, None).await
    }

    /// Starts a node; all have the same database and the same key file.
    async fn start_with(public_url: Option<&str>, provider: Option<Arc<dyn KeyProvider>>) -> Self {
        let kit = nodes_kit().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let public_url = public_url.map_or_else(|| url.clone(), str::to_owned);
        let mut house = house(kit, &public_url).await;
        if let Some(provider) = provider {
            house.gov = under(&house, kit, provider).await;
        }
        let web = Web {
            gov: house.gov.clone(),
            site: Site { folder: None, version: "test".to_owned() },
            public_url,
            platform_url: PLATFORM_URL.to_owned(),
            trusted_proxies: 0,
            metrics: metrics(),
            stop: CancellationToken::new(),
            about: axonflow::api::About::default(),
        };
        let routes = router(&web).unwrap().into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let http = reqwest::Client::builder().redirect(redirect::Policy::none()).timeout(Duration::from_secs(60)).build().unwrap();
        Self { house, kit, url, http }
    }

    pub(crate) fn gov(&self) -> &Governance {
        &self.house.gov
    }

    pub(crate) async fn org(&self) -> Org {
        Org::create(&self.kit.platform).await
    }

    /// Somebody with a password, and an authenticator if `role` asks for one.
    pub(crate) async fn person(&self, org: &Org, role: &str) -> Somebody {
        let email = format!("{}@{}.example", unique("person"), org.slug);
        let new = NewUser {
            org: org.id,
            email: EmailAddress::parse(&email).unwrap(),
            name: format!("Person of {}", org.slug),
            password: SecretString::new(PASSWORD.to_owned()),
            role,
            enroll_totp: role != "viewer",
        };
        let made = provision::create_user(&self.house, new).await.unwrap();
        Somebody { email, totp_secret: made.totp_secret }
    }

    /// What a signed-in person acts under.
    pub(crate) async fn scope_of(&self, org: &Org, person: PersonId) -> OrgScope {
        let memberships = entry::memberships(self.gov().pool(), person).await.unwrap();
        let session: SessionId = Id::from_uuid(Uuid::now_v7());
        memberships.iter().find(|membership| membership.org == org.id).unwrap().scope(session)
    }

    /// A key that an operator made.
    pub(crate) async fn key(&self, org: &Org, scopes: PermissionSet) -> Client<'_> {
        self.key_made_by(&org.scope(&self.kit.platform), scopes).await
    }

    /// A key that `maker` made.
    pub(crate) async fn key_made_by(&self, maker: &OrgScope, scopes: PermissionSet) -> Client<'_> {
        let name = ShortText::parse("name", &unique("key")).unwrap();
        let new = NewKeyInput { scopes: Some(scopes), ..NewKeyInput::new(name) };
        let issued = keys::create(self.gov(), maker, &PermissionSet::all(), new).await.unwrap();
        self.client(issued.key, &issued.client_id, &issued.client_secret)
    }

    /// A client with these credentials, good or not.
    pub(crate) fn client(&self, key: KeyId, id: &str, secret: &str) -> Client<'_> {
        Client { service: self, key, id: id.to_owned(), secret: secret.to_owned() }
    }

    /// A request without any credential.
    pub(crate) fn stranger(&self, method: &str, path: &str) -> RequestBuilder {
        self.http.request(Method::from_bytes(method.as_bytes()).unwrap(), format!("{}{path}", self.url))
    }

    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser { service: self, cookie: None }
    }
}

/// The process's metrics; nodes in one process share them.
fn metrics() -> PrometheusHandle {
    static HANDLE: LazyLock<PrometheusHandle> = LazyLock::new(|| telemetry::install_metrics().unwrap());
    HANDLE.clone()
}

/// How a node reaches a database of the tests.
pub(crate) fn database_args(data_dir: PathBuf, web: &str, platform: &str) -> DatabaseArgs {
    DatabaseArgs {
        data_dir,
        database_url: Some(web.parse().unwrap()),
        platform_database_url: Some(platform.parse().unwrap()),
        database_password: None,
        platform_database_password: None,
        service_user: None,
        postgres_bin: None,
        postgres_port: None,
        postgres_fsync: "off".to_owned(),
        db_use_app_role: "true".to_owned(),
        vault: VaultArgs { source: Some(KeySource::File), ..VaultArgs::default() },
        outbound: super::providers::outbound(),
    }
}

async fn house(kit: &Kit, url: &str) -> House {
    let args = database_args(kit.key_folder(), kit.url(Login::Web), kit.url(Login::Platform));
    let database = Database::open(&args).await.unwrap();
    // Two nodes that start at once on an empty database would each make signing keys; the first one has to be first.
    static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _turn = TURN.lock().await;
    let digest = vault::api_key::digest(ADMIN_KEY);
    let settings = governance::Settings { admin_key: Some(digest), ..settings::for_server(url.to_owned()) };
    let house = assemble(&database, &args, settings).await.unwrap();
    store::platform::keep_admin_key(&house.platform, Some(&digest)).await.unwrap();
    house
}

/// The same use cases over another vault.
async fn under(house: &House, kit: &Kit, provider: Arc<dyn KeyProvider>) -> Governance {
    let file = LocalKey::open_or_create(&kit.key_folder().join("local.key"), &mut rand::rng()).unwrap();
    let vault = Vault::new(provider).also_opens(Arc::new(file));
    let parts = &house.gov.parts;
    Governance::new(Parts {
        signing: Signing::new(signing::load(&house.roster, &vault).await.unwrap()),
        vault,
        pool: parts.pool.clone(),
        writer: parts.writer.clone(),
        listener: parts.listener.clone(),
        outbound: parts.outbound.clone(),
        settings: parts.settings.clone(),
    })
}

/// Somebody who can sign in.
#[derive(Debug, Clone)]
pub(crate) struct Somebody {
    pub(crate) email: String,
    totp_secret: Option<String>,
}

impl Somebody {
    /// What the authenticator shows now.
    pub(crate) fn code(&self, gov: &Governance) -> String {
        let secret = TotpSecret::from_base32(self.totp_secret.as_deref().unwrap()).unwrap();
        totp::current_code(&secret, gov.now()).expose().clone()
    }
}

/// A program with an API key.
#[derive(Clone)]
pub(crate) struct Client<'s> {
    pub(crate) service: &'s Service,
    pub(crate) key: KeyId,
    pub(crate) id: String,
    pub(crate) secret: String,
}

impl<'s> Client<'s> {
    /// The same key at another node.
    pub(crate) fn at<'o>(&self, other: &'o Service) -> Client<'o> {
        other.client(self.key, &self.id, &self.secret)
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        self.service.stranger(method, path).basic_auth(&self.id, Some(&self.secret))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request("GET", path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request("POST", path).json(body)).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(method, path).json(body)).await
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Self { status, headers, text: response.text().await.unwrap() }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{}: not JSON: {}", self.status, self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body if the status is this one.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self.json()
    }
}

/// A browser at the portal: it keeps the cookie of the session and says where its requests come from.
pub(crate) struct Browser<'s> {
    service: &'s Service,
    pub(crate) cookie: Option<String>,
}

impl Browser<'_> {
    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let request = self.service.stranger(method, path);
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// Opens a page.
    pub(crate) async fn open(&mut self, path: &str) -> Answer {
        let answer = Answer::of(self.request("GET", path).header("accept", "text/html")).await;
        self.keep_cookie(&answer);
        answer
    }

    /// Sends a form of our own page, as a browser without scripts does.
    pub(crate) async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = self.service.url.clone();
        let form =
            self.request("POST", path).header("origin", origin).header("sec-fetch-site", "same-origin").header("accept", "text/html");
        let answer = Answer::of(form.form(fields)).await;
        self.keep_cookie(&answer);
        answer
    }

    fn keep_cookie(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            if pair.starts_with("__Host-axonflow=") {
                self.cookie = (pair != "__Host-axonflow=").then(|| pair.to_owned());
            }
        }
    }

    /// Signs in with password and, where one is set up, the authenticator.
    pub(crate) async fn sign_in(&mut self, who: &Somebody) {
        self.submit("/fn/session/sign-in", &[("email", &who.email), ("password", PASSWORD)]).await;
        if who.totp_secret.is_some() {
            let code = who.code(self.service.gov());
            self.submit("/fn/session/factor", &[("code", &code)]).await;
        }
    }
}
