//! Whatever metadata says, it is read or refused; what was read has a certificate that can check a signature now.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sso::saml::read_metadata;
use time::OffsetDateTime;

fuzz_target!(|xml: &[u8]| {
    let now = OffsetDateTime::UNIX_EPOCH;
    if let Ok(idp) = read_metadata(xml, now) {
        assert!(idp.usable_certificates(now).is_ok_and(|usable| !usable.is_empty()));
    }
});
