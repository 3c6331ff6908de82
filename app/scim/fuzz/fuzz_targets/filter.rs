//! A filter is read or refused, and what was read can be asked of any resource.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scim::{Filter, Kind, Schemas};
use serde_json::json;

fuzz_target!(|text: &str| {
    let schemas = Schemas::load().unwrap();
    let Ok(filter) = Filter::parse(text) else { return };
    for kind in [Kind::User, Kind::Group] {
        if let Ok(condition) = filter.resolve(&schemas, kind) {
            let resource = json!({"userName": text, "displayName": text, "active": true, "emails": [{"value": text, "type": "work"}]});
            condition.is_met_by(resource.as_object().unwrap());
        }
    }
});
