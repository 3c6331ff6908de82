use std::{
    fs::{self, OpenOptions},
    io,
    os::unix::{fs::OpenOptionsExt, process::CommandExt},
    path::Path,
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use nix::{
    sys::{prctl, signal::Signal},
    unistd::{getpid, getppid},
};

use super::{
    Durability,
    account::Account,
    error::{EmbeddedError, Result, failed_to},
    prepare::Prepared,
};

/// Replaying the log after a crash may take a while.
const START_PATIENCE: Duration = Duration::from_secs(180);
const START_PAUSE: Duration = Duration::from_millis(10);
const LOG_TAIL_LINES: usize = 12;

/// A backend frees what one commit needed and takes it again for the next; glibc would hand that memory back to the kernel
/// in between, and the page faults took a quarter of the backend's time.
const ALLOCATOR: [(&str, &str); 3] =
    [("MALLOC_TRIM_THRESHOLD_", "67108864"), ("MALLOC_MMAP_THRESHOLD_", "33554432"), ("MALLOC_TOP_PAD_", "1048576")];

/// A command that runs as `account` and ends when the thread that started it does.
pub(super) fn command(program: &Path, account: &Account) -> Command {
    let mut command = Command::new(program);
    account.apply(&mut command);
    command.envs(ALLOCATOR);
    // Ctrl-C reaches the foreground group; the database must outlive the requests that are being drained.
    command.process_group(0);
    end_with_this_thread(&mut command);
    command
}

/// Asks the kernel for a fast shutdown of the child when this thread ends, however it ends.
///
/// The request is lost when the user changes, so it is made after that. It follows the thread, not the process:
/// only the thread that owns the server may call this, never one of a pool.
#[expect(unsafe_code, reason = "a child that outlives a killed server would keep the data directory busy; only pre_exec can prevent it")]
fn end_with_this_thread(command: &mut Command) {
    let parent = getpid();
    let tie = move || {
        prctl::set_pdeathsig(Signal::SIGINT)?;
        // The parent may have died before the request was made.
        if getppid() == parent { Ok(()) } else { Err(io::Error::from(io::ErrorKind::BrokenPipe)) }
    };
    // SAFETY: between fork and exec the closure makes two system calls, both async-signal-safe; it neither allocates nor locks.
    unsafe { command.pre_exec(tie) };
}

/// Runs a command to its end; `Err` holds what it printed when it failed.
pub(super) fn run(command: &mut Command) -> io::Result<std::result::Result<(), String>> {
    let Output { status, stdout, stderr } = command.stdin(Stdio::null()).output()?;
    Ok(if status.success() { Ok(()) } else { Err(printed(&stdout, &stderr)) })
}

pub(super) fn printed(stdout: &[u8], stderr: &[u8]) -> String {
    format!("{}{}", String::from_utf8_lossy(stdout), String::from_utf8_lossy(stderr)).trim().to_owned()
}

/// Starts the server and waits until it takes connections.
pub(super) fn start(prepared: &Prepared) -> Result<Child> {
    let log_file = prepared.folder.log();
    let log = OpenOptions::new().create(true).append(true).mode(0o600).open(&log_file).map_err(failed_to("open", &log_file))?;
    let errors = log.try_clone().map_err(failed_to("open", &log_file))?;
    let program = prepared.binaries.program("postgres");
    let mut server = command(&program, &prepared.account);
    server.args(arguments(prepared)).stdin(Stdio::null()).stdout(log).stderr(errors);
    let mut child = server.spawn().map_err(failed_to("start", program))?;
    match wait_until_ready(&mut child, prepared) {
        Ok(()) => Ok(child),
        Err(fault) => {
            let _ = child.kill();
            let _ = child.wait();
            Err(fault)
        }
    }
}

fn wait_until_ready(child: &mut Child, prepared: &Prepared) -> Result<()> {
    let pid_file = prepared.folder.cluster().join("postmaster.pid");
    let deadline = Instant::now() + START_PATIENCE;
    while !says_ready(&pid_file, child.id()) {
        let has_ended = child.try_wait().map_err(failed_to("wait for", &pid_file))?.is_some();
        if has_ended || Instant::now() > deadline {
            let log = prepared.folder.log();
            return Err(EmbeddedError::DidNotStart { tail: tail_of(&log), log });
        }
        thread::sleep(START_PAUSE);
    }
    Ok(())
}

/// The server's pid file has the pid in its first line and the state in its eighth.
fn says_ready(pid_file: &Path, pid: u32) -> bool {
    let Ok(text) = fs::read_to_string(pid_file) else { return false };
    let mut lines = text.lines();
    lines.next() == Some(pid.to_string().as_str()) && lines.nth(6).map(str::trim) == Some("ready")
}

fn tail_of(log: &Path) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<_> = text.lines().collect();
    lines.get(lines.len().saturating_sub(LOG_TAIL_LINES)..).unwrap_or_default().join("\n")
}

fn arguments(prepared: &Prepared) -> Vec<String> {
    let listen = if prepared.listens { "127.0.0.1" } else { "" };
    let keep = match prepared.durability {
        Durability::Full => "on",
        Durability::None => "off",
    };
    let mut settings = vec![
        format!("unix_socket_directories={}", prepared.socket.path().display()),
        "unix_socket_permissions=0700".to_owned(),
        format!("port={}", prepared.port),
        format!("listen_addresses={listen}"),
        format!("hba_file={}", prepared.folder.access_rules().display()),
    ];
    settings.extend(["fsync", "full_page_writes"].map(|name| format!("{name}={keep}")));
    settings.extend(FIXED_SETTINGS.map(str::to_owned));
    let pairs = settings.into_iter().flat_map(|setting| ["-c".to_owned(), setting]);
    ["-D".to_owned(), prepared.folder.cluster().display().to_string()].into_iter().chain(pairs).collect()
}

/// The log must not repeat what customers sent: no statements, no parameters, no values from error details.
const FIXED_SETTINGS: [&str; 13] = [
    "max_connections=100",
    "shared_buffers=64MB",
    "password_encryption=scram-sha-256",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_destination=stderr",
    "logging_collector=off",
    "log_line_prefix=%m [%p] ",
    "log_statement=none",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
];
