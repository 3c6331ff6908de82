//! JSON stays JSON when it is redacted, as text and as a value.
#![no_main]

use detect::{redact, redact_json, scan_values};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &str| {
    if let Ok(value) = serde_json::from_str::<Value>(text)
        && (value.is_object() || value.is_array())
    {
        let redacted = redact(text, scan_values(text).iter());
        assert!(serde_json::from_str::<Value>(&redacted).is_ok(), "{redacted}");
        redact_json(&value, &|_| true);
    }
});
