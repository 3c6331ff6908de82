//! A real SMTP server with TLS, started once; its authority is its own.

use std::{path::Path, path::PathBuf, process::Stdio, time::Duration};

use mail::{Mailer, Sender, Server, ServerUrl};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, ChildStdin, ChildStdout, Command},
    sync::OnceCell,
};
use vault::SecretString;

/// A running server. It ends with this process, since its input does.
pub(crate) struct SmtpServer {
    pub(crate) starttls: u64,
    pub(crate) tls: u64,
    pub(crate) authority: PathBuf,
    asks: tokio::sync::Mutex<(ChildStdin, BufReader<ChildStdout>)>,
    _process: Child,
}

/// The server that all tests share.
pub(crate) async fn smtp_server() -> &'static SmtpServer {
    static SERVER: OnceCell<SmtpServer> = OnceCell::const_new();
    SERVER.get_or_init(SmtpServer::start).await
}

impl SmtpServer {
    async fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let tools = Command::new(root.join("scripts/tools.sh")).arg("python").output().await.unwrap();
        let tools = String::from_utf8(tools.stdout).unwrap();
        let mut process = Command::new(Path::new(tools.trim()).join("bin/python"))
            .arg(root.join("e2e/mail/stand_in.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut answers = BufReader::new(process.stdout.take().unwrap());
        let place = read(&mut answers).await;
        Self {
            starttls: place["starttls"].as_u64().unwrap(),
            tls: place["tls"].as_u64().unwrap(),
            authority: place["ca"].as_str().unwrap().into(),
            asks: tokio::sync::Mutex::new((process.stdin.take().unwrap(), answers)),
            _process: process,
        }
    }

    /// A way to it: `scheme` is `smtp` or `smtps`.
    pub(crate) fn mailer(&self, scheme: &str, password: &str, authority: Option<&Path>) -> Mailer {
        let port = if scheme == "smtp" { self.starttls } else { self.tls };
        let url: ServerUrl = format!("{scheme}://mailer@localhost:{port}").parse().unwrap();
        let password = Some(SecretString::new(password.to_owned()));
        let server = Server::new(url, password, authority, Duration::from_secs(3)).unwrap();
        Mailer::Server(server, "AxonFlow <no-reply@flow.example>".parse::<Sender>().unwrap())
    }

    /// What came so far for this address, as it came.
    pub(crate) async fn letters_to(&self, address: &str) -> Vec<String> {
        let mut asks = self.asks.lock().await;
        asks.0.write_all(b"letters\n").await.unwrap();
        let all = read(&mut asks.1).await;
        let for_address = |letter: &&Value| letter["to"].as_array().unwrap().iter().any(|to| to == address);
        all.as_array().unwrap().iter().filter(for_address).map(|letter| letter["data"].as_str().unwrap().to_owned()).collect()
    }
}

async fn read(answers: &mut BufReader<ChildStdout>) -> Value {
    let mut line = String::new();
    answers.read_line(&mut line).await.unwrap();
    serde_json::from_str(&line).unwrap()
}
