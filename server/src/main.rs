//! The `axonflow` command.

// A page of the portal is one deeply nested type until it is drawn.
#![recursion_limit = "512"]

use std::process::ExitCode;

/// Governed calls allocate often and on many threads; the system's allocator took a fifth of their time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    axonflow::cli::main()
}
