use std::process::ExitCode;

use super::output::Output;
use crate::{config::ServeArgs, serve};

/// The thread that starts the embedded database must live as long as it: this is the main thread, and it waits here.
pub(super) fn run(args: ServeArgs, out: Output) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve::run(args, |welcome| out.show(welcome, || welcome.text())))?;
    Ok(ExitCode::SUCCESS)
}
