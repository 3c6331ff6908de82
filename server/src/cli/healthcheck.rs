use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    process::ExitCode,
    time::Duration,
};

use anyhow::Context as _;
use serde_json::json;

use super::output::Output;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The health address of a server on this machine.
    #[arg(long, default_value = "http://127.0.0.1:8080/health")]
    url: String,
}

#[expect(clippy::unused_async, reason = "every command is a future")]
pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let url = url::Url::parse(&args.url).context("--url is not a URL")?;
    let host = url.host_str().context("--url has no host")?;
    let port = url.port_or_known_default().unwrap_or(8080);
    let status = ask(host, port, url.path())?;
    let healthy = status == 200;
    out.show(&json!({ "ok": healthy, "status": status }), || format!("status {status}"));
    Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One plain request: a health check must not need more than the standard library.
fn ask(host: &str, port: u16, path: &str) -> anyhow::Result<u16> {
    let mut line = TcpStream::connect((host, port)).context("the server does not listen")?;
    line.set_read_timeout(Some(Duration::from_secs(3)))?;
    line.write_all(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut head = [0; 12];
    line.read_exact(&mut head)?;
    let head = std::str::from_utf8(&head)?;
    head.get(9..12).and_then(|code| code.parse().ok()).context("the answer is not HTTP")
}
