//! Makes the browser bundle: wasm-bindgen on the compiled `hydrate` crate.
//!
//! What this room is for: one build step, `bundle --wasm IN --out DIR`, on the same wasm-bindgen version that the
//! lock file gives the portal, so the glue and the module always meet.
//! What it must not know: any other crate of ours, and what the portal shows.
//! How to add to it: a new output option goes into [`write_bundle`]; shrinking and compressing stay in `scripts/bundle.sh`.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

const USAGE: &str = "usage: bundle --wasm FILE --out DIR";

/// The names of the written files start with this; the server's page shell asks for it.
const OUTPUT_NAME: &str = "axonflow";

#[derive(Debug, PartialEq)]
struct Request {
    wasm: PathBuf,
    out: PathBuf,
}

fn main() -> Result<()> {
    let request = read_arguments(std::env::args_os().skip(1))?;
    write_bundle(&request.wasm, &request.out)
}

fn read_arguments(mut arguments: impl Iterator<Item = OsString>) -> Result<Request> {
    let (mut wasm, mut out) = (None, None);
    while let Some(name) = arguments.next() {
        let value = arguments.next().map(PathBuf::from).context(USAGE)?;
        match name.to_str() {
            Some("--wasm") => wasm = Some(value),
            Some("--out") => out = Some(value),
            _ => bail!("{USAGE}; {} is not known", name.display()),
        }
    }
    Ok(Request { wasm: wasm.context(USAGE)?, out: out.context(USAGE)? })
}

fn write_bundle(wasm: &Path, out: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name(OUTPUT_NAME).typescript(false).remove_producers_section(true);
    bindgen.web(true)?;
    bindgen.generate(out).with_context(|| format!("cannot make a bundle of {} in {}", wasm.display(), out.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Request> {
        read_arguments(words.iter().map(OsString::from))
    }

    #[test]
    fn both_options_are_needed_in_any_order() {
        let expected = Request { wasm: "a.wasm".into(), out: "site".into() };

        assert_eq!(read(&["--out", "site", "--wasm", "a.wasm"]).unwrap(), expected);
        assert_eq!(read(&["--wasm", "a.wasm", "--out", "site"]).unwrap(), expected);
        assert!(read(&["--wasm", "a.wasm"]).is_err());
        assert!(read(&["--out"]).is_err());
    }

    #[test]
    fn an_unknown_option_is_named() {
        let refusal = read(&["--typescript", "yes"]).unwrap_err();

        assert!(refusal.to_string().contains("--typescript"));
    }

    #[test]
    fn a_file_that_is_no_module_is_refused() {
        let folder = std::env::temp_dir();

        assert!(write_bundle(&folder.join("no-such-module.wasm"), &folder).is_err());
    }
}
