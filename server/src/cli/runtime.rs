use std::future::Future;

/// Runs a command to its end. `spawn`ed database processes belong to this thread, so it stays.
pub(super) fn block_on<T>(command: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(command)
}
