//! A PATCH is done or refused as a whole; what comes out can be stored, and read again as itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scim::{Document, Kind, Patch, Schemas};
use serde_json::{Value, json};

fuzz_target!(|text: &str| {
    let schemas = Schemas::load().unwrap();
    let Ok(operations) = serde_json::from_str::<Value>(text) else { return };
    let body = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
    let Ok(patch) = Patch::read(&body) else { return };
    let before = json!({"userName": "amy", "active": true, "emails": [{"value": "a@x.example", "type": "work", "primary": true}]});
    let (before, _) = Document::read(&schemas, Kind::User, &before).unwrap();
    if let Ok((after, _)) = patch.apply(&schemas, Kind::User, &before) {
        assert!(!after.name(Kind::User).trim().is_empty());
        let (again, _) = Document::read(&schemas, Kind::User, &after.to_json()).unwrap();
        assert_eq!(again, after);
    }
    // A group is told as changes of members, which is another way through the same operations; a refusal is as good.
    let _ = patch.group_changes();
});
