#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is where commands talk to the person who typed them")]

use serde::Serialize;

/// How a command answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output {
    /// One JSON document instead of text.
    pub(super) json: bool,
}

impl Output {
    /// Answers with the document, or with the text that a person reads.
    pub(super) fn show(self, document: &impl Serialize, text: impl FnOnce() -> String) {
        if self.json {
            match serde_json::to_string_pretty(document) {
                Ok(json) => println!("{json}"),
                Err(error) => eprintln!("axonflow: {error}"),
            }
        } else {
            println!("{}", text());
        }
    }

    /// Tells a person how far a long command is; a program waits for the document.
    pub(super) fn progress(self, text: &str) {
        if !self.json {
            eprintln!("{text}");
        }
    }

    /// Says what went wrong and what led to it.
    pub(super) fn fail(self, error: &anyhow::Error) {
        let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
        if self.json {
            println!("{}", serde_json::json!({ "ok": false, "error": causes.join(": ") }));
        } else {
            eprintln!("axonflow: {}", causes.join(": "));
        }
    }
}
