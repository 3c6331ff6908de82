//! AWS as far as tests need it: a stand-in with real protocols, started once, and a proxy before it that can fail.

use std::{
    path::Path,
    process::Stdio,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_kms::config::{Credentials, SharedCredentialsProvider};
use cloud::{Aws, Patience};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    process::{Child, ChildStdin, ChildStdout, Command},
    sync::OnceCell,
};

/// The stand-in's only region.
pub(crate) const REGION: &str = "eu-west-1";

/// A running stand-in. It ends with this process, since its input does.
pub(crate) struct StandIn {
    port: u16,
    orders: tokio::sync::Mutex<(ChildStdin, BufReader<ChildStdout>)>,
    _process: Child,
}

/// The stand-in that all tests share.
pub(crate) async fn stand_in() -> &'static StandIn {
    static STAND_IN: OnceCell<StandIn> = OnceCell::const_new();
    STAND_IN.get_or_init(StandIn::start).await
}

impl StandIn {
    async fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let tools = Command::new(root.join("scripts/tools.sh")).arg("python").output().await.unwrap();
        let tools = String::from_utf8(tools.stdout).unwrap();
        let mut process = Command::new(Path::new(tools.trim()).join("bin/python"))
            .arg(root.join("e2e/aws/stand_in.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut answers = BufReader::new(process.stdout.take().unwrap());
        let port = line(&mut answers).await.parse().unwrap();
        Self { port, orders: tokio::sync::Mutex::new((process.stdin.take().unwrap(), answers)), _process: process }
    }

    /// Makes a key and says its ARN.
    pub(crate) async fn key(&self, alias: &str) -> String {
        self.order(json!({ "key": alias })).await
    }

    /// Makes a secret, or gives it another value.
    pub(crate) async fn secret(&self, name: &str, value: &str) {
        self.order(json!({ "secret": name, "value": value })).await;
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    async fn order(&self, order: Value) -> String {
        let mut orders = self.orders.lock().await;
        orders.0.write_all(format!("{order}\n").as_bytes()).await.unwrap();
        line(&mut orders.1).await
    }
}

async fn line(answers: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    answers.read_line(&mut line).await.unwrap();
    line.trim().to_owned()
}

/// The way to AWS at an address, with little patience: what does not answer is meant not to.
pub(crate) fn aws_at(url: &str) -> Aws {
    let credentials = Credentials::new("test", "test", None, None, "tests");
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(url)
        .build();
    let (attempt, total) = (Duration::from_secs(5), Duration::from_secs(5));
    Aws::with(config, Patience { connect: attempt, attempt, total, attempts: 1 })
}

/// How the proxy treats a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It passes.
    None,
    /// The call is taken and never answered.
    Silence,
    /// The connection is closed in the middle.
    HangUp,
    /// Every answer holds another plaintext than the service gave.
    WrongPlaintext,
}

/// A proxy before the stand-in.
pub(crate) struct Proxy {
    pub(crate) url: String,
    fault: Arc<Mutex<Fault>>,
    calls: Arc<AtomicUsize>,
}

impl Proxy {
    /// Starts one that lets everything pass.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (fault, calls) = (Arc::new(Mutex::new(Fault::None)), Arc::new(AtomicUsize::new(0)));
        let (shared, counted, to) = (Arc::clone(&fault), Arc::clone(&calls), stand_in().await.port);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let number = counted.fetch_add(1, Ordering::Relaxed);
                let fault = *shared.lock().unwrap();
                tokio::spawn(relay(client, to, fault, number));
            }
        });
        Self { url, fault, calls }
    }

    /// From now on.
    pub(crate) fn fails_by(&self, fault: Fault) {
        *self.fault.lock().unwrap() = fault;
    }

    /// How many calls came so far; each has a connection of its own.
    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }
}

async fn relay(mut client: TcpStream, to: u16, fault: Fault, number: usize) {
    let Some(request) = read_request(&mut client).await else { return };
    match fault {
        Fault::None | Fault::WrongPlaintext => {}
        Fault::Silence => return std::future::pending().await,
        Fault::HangUp => return,
    }
    let mut server = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
    server.write_all(&request).await.unwrap();
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).await.unwrap();
    if fault == Fault::WrongPlaintext {
        spoil(&mut answer, number);
    }
    // A client that has given up meanwhile does not care.
    let _ = client.write_all(&answer).await;
    let _ = client.shutdown().await;
}

/// Head and body of one request.
async fn read_request(client: &mut TcpStream) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    loop {
        let head = request.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4);
        if let Some(head) = head
            && request.len() >= head + body_length(&request[..head])
        {
            return Some(request);
        }
        if client.read_buf(&mut request).await.ok()? == 0 {
            return None;
        }
    }
}

fn body_length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_lowercase();
    head.lines().find_map(|line| line.strip_prefix("content-length:")).map_or(0, |length| length.trim().parse().unwrap())
}

/// Another key of the same length, a different one each time.
fn spoil(answer: &mut [u8], number: usize) {
    let mark = br#""Plaintext": ""#;
    let at = answer.windows(mark.len()).position(|window| window == mark).unwrap() + mark.len();
    answer[at..at + 8].copy_from_slice(format!("{number:08}").as_bytes());
}
