use std::{
    net::Ipv4Addr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use axonflow::clock;
use axum::{
    Json, Router,
    body::Body,
    extract::{Path, Request},
    http::{Method, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use gate::{Door, HoldsDecide, OrgMember, PageRefusal, session};
use governance::{Checkpoints, Governance, Parts, Settings, Signing, SigningKeys, UserTokens};
use identity::password;
use mail::Mailer;
use model::{Clock, DeedKind, EmailAddress, Id, PersonId, RequestFacts};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use store::{
    LedgerWriter, Listener, OrgScope, RequestPool, WriterSettings,
    ledger_read::{self, RecordFilter},
    platform,
};
use time::{Duration, OffsetDateTime};
use tokio::sync::OnceCell;
use tower::ServiceExt;
use uuid::Uuid;
use vault::{
    LocalKey, Secret, SecretString, Vault,
    api_key::{ApiKeyIssuer, ApiKeyVerifier},
    signing::{Purpose, SigningKeyPair},
    token::Mac,
    user_token::{UserTokenIssuer, UserTokenVerifier},
};

use crate::kit::{
    Org,
    database::{Kit, Login, parse},
    kit,
};

pub(crate) const PASSWORD: &str = "a long enough passphrase";

/// Use cases behind a few routes, with a clock that a test moves.
pub(crate) struct House {
    pub(crate) gov: Governance,
    pub(crate) kit: &'static Kit,
    pub(crate) org: Org,
    router: Router,
    now: Arc<Mutex<OffsetDateTime>>,
}

/// Somebody with a password.
#[derive(Clone)]
pub(crate) struct Somebody {
    pub(crate) id: PersonId,
    pub(crate) email: String,
}

/// One browser, at an address of its own.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    ip: String,
    pub(crate) cookie: Option<String>,
}

/// What a browser got.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) set_cookie: Option<String>,
    pub(crate) body: String,
}

impl House {
    pub(crate) async fn build() -> Self {
        Self::build_with(None).await
    }

    /// One that sends letters by this way.
    pub(crate) async fn build_with(mailer: Option<Mailer>) -> Self {
        let kit = kit().await;
        let now = Arc::new(Mutex::new(clock::system().now()));
        let read = now.clone();
        let clock = Clock::new(move || *read.lock().unwrap());
        let pool = RequestPool::connect(&parse(kit.url(Login::Web)), clock, 4).await.unwrap();
        let gov = Governance::new(parts(pool, listener(kit).await, mailer));
        let org = Org::create(&kit.platform).await;
        Self { router: router(&gov), gov, kit, org, now }
    }

    pub(crate) fn wait(&self, time: Duration) {
        *self.now.lock().unwrap() += time;
    }

    pub(crate) async fn somebody(&self, role: &str) -> Somebody {
        let hash = password::hash(&SecretString::new(PASSWORD.to_owned()), &mut rand::rng()).unwrap();
        self.somebody_with_hash(role, hash).await
    }

    pub(crate) async fn somebody_with_hash(&self, role: &str, password_hash: String) -> Somebody {
        let email = format!("{}@{}.example", Uuid::new_v4().simple(), self.org.slug);
        let new = platform::NewPerson { email: EmailAddress::parse(&email).unwrap(), name: "A Person".to_owned(), password_hash };
        let (id, _) = platform::create_person(&self.kit.platform, Id::from_uuid(Uuid::now_v7()), &new).await.unwrap();
        platform::add_member(&self.kit.platform, self.org.id, id, role).await.unwrap();
        Somebody { id, email }
    }

    pub(crate) fn browser(&self) -> Browser {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let ip = Ipv4Addr::from_bits(0x0A00_0000 + NEXT.fetch_add(1, Ordering::Relaxed)).to_string();
        Browser { router: self.router.clone(), ip, cookie: None }
    }

    /// A second browser at the address of the first.
    pub(crate) fn browser_beside(&self, other: &Browser) -> Browser {
        Browser { ip: other.ip.clone(), ..self.browser() }
    }

    /// How often this was recorded in the organisation.
    pub(crate) async fn recorded(&self, kind: DeedKind) -> usize {
        let mut tx = self.gov.pool().org_tx(&self.scope()).await.unwrap();
        ledger_read::page(&mut tx, &RecordFilter { kinds: vec![kind], ..RecordFilter::default() }, 100, 0).await.unwrap().len()
    }

    pub(crate) fn scope(&self) -> OrgScope {
        self.org.scope(&self.kit.platform)
    }
}

impl Browser {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &Value::Null).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, &body).await
    }

    pub(crate) async fn sign_in(&mut self, who: &Somebody) -> Answer {
        self.post("/sign-in", json!({"email": who.email, "password": PASSWORD})).await
    }

    async fn send(&mut self, method: Method, path: &str, body: &Value) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header("x-test-ip", &self.ip).header("content-type", "application/json");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, format!("{}={cookie}", session::COOKIE));
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body.to_string())).unwrap()).await.unwrap();
        let answer = read(response).await;
        if let Some(cookie) = answer.set_cookie.as_ref().and_then(|cookie| cookie.strip_prefix(session::COOKIE)) {
            let value = cookie.trim_start_matches('=').split(';').next().unwrap().to_owned();
            self.cookie = (!value.is_empty()).then_some(value);
        }
        answer
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{} {}", self.status, self.body))
    }
}

async fn read(response: Response) -> Answer {
    let status = response.status().as_u16();
    let set_cookie = response.headers().get(header::SET_COOKIE).map(|cookie| cookie.to_str().unwrap().to_owned());
    let body = axum::body::to_bytes(response.into_body(), 100_000).await.unwrap();
    Answer { status, set_cookie, body: String::from_utf8(body.to_vec()).unwrap() }
}

/// One line for all houses: a listener keeps its connection for as long as the process lives.
async fn listener(kit: &Kit) -> Listener {
    static LISTENER: OnceCell<Listener> = OnceCell::const_new();
    LISTENER.get_or_init(|| async { Listener::start(kit.pool.clone()).await.unwrap() }).await.clone()
}

fn parts(pool: RequestPool, listener: Listener, mailer: Option<Mailer>) -> Parts {
    let mut rng = StdRng::from_rng(&mut rand::rng());
    let keys = SigningKeyPair::generate(Purpose::ApiKeys, &mut rng);
    let user_tokens = SigningKeyPair::generate(Purpose::UserTokens, &mut rng);
    let folder = tempfile::tempdir().unwrap();
    let key_file = LocalKey::open_or_create(&folder.path().join("key"), &mut rng).unwrap();
    Parts {
        writer: LedgerWriter::start(pool.clone(), WriterSettings::default()).0,
        listener,
        outbound: outbound::Outbound::new(&outbound::Settings::default()).unwrap(),
        vault: Vault::new(Arc::new(key_file)),
        signing: Signing::new(SigningKeys {
            verifier: ApiKeyVerifier::new([keys.public().clone()]),
            issuer: ApiKeyIssuer::new(keys).unwrap(),
            mac: Mac::new(Secret::random(&mut rng)),
            checkpoints: Checkpoints { signer: Arc::new(|_| Ok(String::new())), verifier_keys: Vec::new() },
            user_tokens: UserTokens {
                verifier: UserTokenVerifier::new([user_tokens.public().clone()]),
                issuer: UserTokenIssuer::new(user_tokens).unwrap(),
            },
        }),
        settings: Settings {
            public_url: "http://localhost".to_owned(),
            sealed_call_days: 7,
            server_actions: policy::Actions::new(),
            key_environments: vec![model::KeyEnvironment::Live],
            mailer,
            admin_key: None,
        },
        pool,
    }
}

type Answered = Result<Json<Value>, PageRefusal>;

fn router(gov: &Governance) -> Router {
    let router = Router::new()
        .route("/open", get(|| async { "open" }))
        .route("/sign-in", post(sign_in))
        .route("/factor", post(factor))
        .route("/enrol", get(enrol_start).post(enrol))
        .route("/codes", get(codes).post(new_codes))
        .route("/account", get(account))
        .route("/account/factor", get(start_factor).post(confirm_factor))
        .route("/account/password", post(change_password))
        .route("/account/others", post(end_others))
        .route("/account/sessions/{session}", post(end_session))
        .route("/out", post(sign_out))
        .route("/o/{org}", get(viewer))
        .route("/o/{org}/decide", get(decide));
    let router = router.merge(super::passkey_doors::routes());
    session::attach(router, gov).layer(middleware::from_fn(facts))
}

async fn facts(mut request: Request, next: Next) -> Response {
    let ip = request.headers().get("x-test-ip").map(|ip| ip.to_str().unwrap().to_owned());
    request.extensions_mut().insert(Arc::new(RequestFacts { ip, ..RequestFacts::default() }));
    next.run(request).await
}

fn text(body: &Value, key: &str) -> String {
    body[key].as_str().unwrap_or_default().to_owned()
}

fn secret(body: &Value, key: &str) -> SecretString {
    SecretString::new(text(body, key))
}

async fn sign_in(door: Door, Json(body): Json<Value>) -> Answered {
    Ok(Json(json!(door.sign_in(&text(&body, "email"), secret(&body, "password")).await?)))
}

async fn factor(door: Door, Json(body): Json<Value>) -> Answered {
    Ok(Json(json!(door.sign_in_factor(&text(&body, "code")).await?)))
}

async fn enrol_start(door: Door) -> Answered {
    Ok(Json(json!(door.sign_in_enrol_start().await?)))
}

async fn enrol(door: Door, Json(body): Json<Value>) -> Answered {
    Ok(Json(json!(door.sign_in_enrol(&text(&body, "code")).await?)))
}

async fn codes(door: Door) -> Answered {
    Ok(Json(json!(door.recovery_codes().await?)))
}

async fn new_codes(door: Door, Json(body): Json<Value>) -> Answered {
    Ok(Json(json!(door.new_recovery_codes(&text(&body, "code")).await?)))
}

async fn account(door: Door) -> Answered {
    Ok(Json(json!(door.account().await?)))
}

async fn start_factor(door: Door) -> Answered {
    Ok(Json(json!(door.start_factor().await?)))
}

async fn confirm_factor(door: Door, Json(body): Json<Value>) -> Answered {
    Ok(Json(json!(door.confirm_factor(&text(&body, "code")).await?)))
}

async fn change_password(door: Door, Json(body): Json<Value>) -> Answered {
    Ok(Json(json!(door.change_password(secret(&body, "current"), secret(&body, "new")).await?)))
}

async fn end_others(door: Door) -> Answered {
    Ok(Json(json!(door.end_other_sessions().await?)))
}

async fn end_session(door: Door, Path(session): Path<String>) -> Answered {
    Ok(Json(json!(door.end_session(session.parse().unwrap()).await?)))
}

async fn sign_out(door: Door) -> Answered {
    Ok(Json(json!(door.sign_out().await?)))
}

async fn viewer(door: Door, Path(org): Path<String>) -> Answered {
    Ok(Json(json!(door.viewer(Some(&org)).await?)))
}

async fn decide(member: OrgMember<HoldsDecide>) -> Response {
    member.viewer.email.into_response()
}
