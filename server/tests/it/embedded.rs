//! The embedded database is started, stopped, killed and refused as a person would meet it: real programs, real folders.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "test helpers outside #[test] functions; the child process prints for its parent"
)]

use std::{
    env, fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use axonflow::embedded::{Cluster, Durability, EmbeddedError, Settings, attach};
use nix::{
    sys::signal::{Signal, kill},
    unistd::{Pid, geteuid},
};

const ROLES: &str = include_str!("../../../migrations/roles.sql");

/// Makes this test binary hold a server in the named folder until it is killed.
const HOLD: &str = "AXONFLOW_TEST_HOLD";

fn settings(data_dir: &Path) -> Settings {
    Settings { durability: Durability::None, ..Settings::new(data_dir, ROLES) }
}

fn psql(url: &str, sql: &str) -> Result<String, String> {
    let output = Command::new("psql").args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql, url]).env("PGPASSWORD", "").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

fn postmaster_of(data_dir: &Path) -> Pid {
    let text = fs::read_to_string(data_dir.join("postgres/postmaster.pid")).unwrap();
    Pid::from_raw(text.lines().next().unwrap().parse().unwrap())
}

#[tokio::test]
async fn data_survives_a_stop_and_a_start() {
    let folder = tempfile::tempdir().unwrap();
    let first = Cluster::start(&settings(folder.path())).await.unwrap();
    psql(&first.urls().platform, "create table public.kept as select 7 as number").unwrap();
    first.stop().await.unwrap();

    let second = Cluster::start(&settings(folder.path())).await.unwrap();

    assert_eq!(psql(&second.urls().platform, "select number from public.kept").unwrap(), "7");
    second.stop().await.unwrap();
}

#[tokio::test]
async fn each_address_signs_in_as_its_own_role() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(&settings(folder.path())).await.unwrap();
    let role = |url: &str| psql(url, "select current_user || ' ' || current_database()").unwrap();

    assert_eq!(role(&cluster.urls().superuser), "axonflow_superuser axonflow");
    assert_eq!(role(&cluster.urls().platform), "axonflow_platform_admin axonflow");
    assert_eq!(role(&cluster.urls().web), "axonflow_web axonflow");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_start_is_refused_and_a_command_attaches_instead() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(attach(folder.path()).unwrap(), None);
    let first = Cluster::start(&settings(folder.path())).await.unwrap();

    let second = Cluster::start(&settings(folder.path())).await;

    let refusal = second.unwrap_err();
    assert!(matches!(refusal, EmbeddedError::InUse(_)), "{refusal}");
    assert_eq!(attach(folder.path()).unwrap().as_ref(), Some(first.urls()));
    first.stop().await.unwrap();
    assert_eq!(attach(folder.path()).unwrap(), None);
}

#[tokio::test]
async fn a_killed_postmaster_is_started_again_with_its_data() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(&settings(folder.path())).await.unwrap();
    psql(&cluster.urls().platform, "create table public.kept as select 7 as number").unwrap();
    let killed = postmaster_of(folder.path());

    kill(killed, Signal::SIGKILL).unwrap();

    let deadline = Instant::now() + Duration::from_secs(20);
    let answer = loop {
        let answer = psql(&cluster.urls().platform, "select number from public.kept");
        if answer.is_ok() || Instant::now() > deadline {
            break answer;
        }
    };
    assert_eq!(answer.unwrap(), "7");
    assert_ne!(postmaster_of(folder.path()), killed);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_killed_process_leaves_a_folder_that_starts_again() {
    if let Some(folder) = env::var_os(HOLD) {
        return hold_until_killed(Path::new(&folder)).await;
    }
    // Alone, the process takes its server along; killed together, both leave their files behind.
    for kills_server_too in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let stale_socket = start_elsewhere_and_kill(folder.path(), kills_server_too);

        let again = Cluster::start(&settings(folder.path())).await.unwrap();

        assert_eq!(psql(&again.urls().platform, "select number from public.kept").unwrap(), "7");
        assert!(!Path::new(&stale_socket).exists(), "{stale_socket} was left behind");
        again.stop().await.unwrap();
    }
}

fn start_elsewhere_and_kill(folder: &Path, kills_server_too: bool) -> String {
    let mut other = Command::new(env::current_exe().unwrap())
        .args(["a_killed_process_leaves_a_folder_that_starts_again", "--nocapture"])
        .env(HOLD, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut printed = BufReader::new(other.stdout.take().unwrap()).lines().map_while(Result::ok);
    let socket = printed.find_map(|line| line.split_once("socket=").map(|(_, path)| path.to_owned())).unwrap();
    let postmaster = postmaster_of(folder);
    kill(Pid::from_raw(other.id().cast_signed()), Signal::SIGKILL).unwrap();
    if kills_server_too {
        // It may already be on its way out: it ends with the process that started it.
        let _ = kill(postmaster, Signal::SIGKILL);
    }
    other.wait().unwrap();
    socket
}

async fn hold_until_killed(folder: &Path) {
    let cluster = Cluster::start(&settings(folder)).await.unwrap();
    psql(&cluster.urls().platform, "create table public.kept as select 7 as number").unwrap();
    let state = fs::read_to_string(folder.join("postgres.state")).unwrap();
    println!("socket={}", state.lines().nth(2).unwrap());
    cluster.ended().await;
}

#[tokio::test]
async fn data_of_another_major_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let version_file = folder.path().join("postgres/PG_VERSION");
    fs::create_dir(version_file.parent().unwrap()).unwrap();
    fs::write(&version_file, "9\n").unwrap();

    let refusal = Cluster::start(&settings(folder.path())).await.unwrap_err().to_string();

    assert!(refusal.contains("written by PostgreSQL 9,") && refusal.contains("Nothing was changed"), "{refusal}");
    assert_eq!(fs::read_to_string(version_file).unwrap(), "9\n");
}

#[tokio::test]
async fn a_folder_or_user_that_cannot_work_is_refused_with_the_option_to_change() {
    let closed = tempfile::tempdir().unwrap();
    fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let data_dir = closed.path().join("data");
    let settings = Settings { service_user: Some("daemon".to_owned()), ..settings(&data_dir) };

    let refusal = Cluster::start(&settings).await.unwrap_err().to_string();

    // Only root runs the server as somebody else, so the two kinds of caller are refused for different reasons.
    let expected = if geteuid().is_root() { "--data-dir" } else { "--service-user" };
    assert!(refusal.contains(expected), "{refusal}");
    assert!(!data_dir.exists());
}

#[tokio::test]
async fn a_port_asks_for_the_password_that_only_the_owner_can_read() {
    let folder = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let cluster = Cluster::start(&Settings { port: Some(port), ..settings(folder.path()) }).await.unwrap();
    let file = folder.path().join("postgres.password");
    let password = fs::read_to_string(&file).unwrap();
    let url = |password: &str| format!("postgres://axonflow_superuser:{}@127.0.0.1:{port}/axonflow", password.trim());

    assert_eq!(psql(&url(&password), "select 1").unwrap(), "1");
    assert!(psql(&url("guessed"), "select 1").unwrap_err().contains("password authentication failed"));
    assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(psql(&cluster.urls().web, "select 1").unwrap(), "1");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_role_script_that_fails_is_quoted_and_frees_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let broken = Settings { roles_sql: "create role;", ..settings(folder.path()) };

    let refusal = Cluster::start(&broken).await.unwrap_err().to_string();

    assert!(refusal.contains("syntax error"), "{refusal}");
    Cluster::start(&settings(folder.path())).await.unwrap().stop().await.unwrap();
}
