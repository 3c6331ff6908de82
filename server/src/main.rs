//! The `axonflow` command.

// A page of the portal is one deeply nested type until it is drawn.
#![recursion_limit = "512"]

use std::process::ExitCode;

fn main() -> ExitCode {
    axonflow::cli::main()
}
