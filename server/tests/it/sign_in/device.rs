//! A device with a passkey, made of OpenSSL and the byte layouts of WebAuthn (sections 6.1 and 6.5): it shares no code with
//! what it tests.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use openssl::{
    bn::{BigNum, BigNumContext},
    ec::{EcGroup, EcKey},
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private},
    sha::sha256,
    sign::Signer,
};
use serde_json::{Value, json};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const HAS_KEY: u8 = 0x40;

/// One passkey, and what the device would say to mislead.
pub(crate) struct Device {
    key: EcKey<Private>,
    id: [u8; 16],
    user: String,
    count: u32,
    /// The page that asks, as the browser states it.
    pub(crate) origin: String,
    /// Whether the device asked for a fingerprint or PIN.
    pub(crate) verifies: bool,
}

impl Device {
    pub(crate) fn new() -> Self {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        let mut id = [0; 16];
        openssl::rand::rand_bytes(&mut id).unwrap();
        let key = EcKey::generate(&group).unwrap();
        Self { key, id, user: String::new(), count: 0, origin: "http://localhost".to_owned(), verifies: true }
    }

    /// Answers the question for a new passkey.
    pub(crate) fn make(&mut self, options: &Value) -> Value {
        let options: Value = serde_json::from_str(options.as_str().unwrap()).unwrap();
        options["user"]["id"].as_str().unwrap().clone_into(&mut self.user);
        let mut told = self.told("localhost", HAS_KEY);
        told.extend([0; 16]);
        told.extend([0, 16]);
        told.extend(self.id);
        told.extend(self.public_key());
        // {"fmt": "none", "attStmt": {}, "authData": told}
        let mut object = vec![0xa3, 0x63, b'f', b'm', b't', 0x64, b'n', b'o', b'n', b'e', 0x67];
        object.extend(b"attStmt");
        object.extend([0xa0, 0x68]);
        object.extend(b"authData");
        object.extend([0x58, u8::try_from(told.len()).unwrap()]);
        object.extend(told);
        self.envelope(&json!({
            "attestationObject": BASE64.encode(object),
            "clientDataJSON": BASE64.encode(self.client("webauthn.create", &options)),
        }))
    }

    /// Answers the question for a passkey that is there.
    pub(crate) fn answer(&mut self, options: &Value) -> Value {
        let options: Value = serde_json::from_str(options.as_str().unwrap()).unwrap();
        self.count += 1;
        let (told, client) = (self.told("localhost", 0), self.client("webauthn.get", &options));
        let key = PKey::from_ec_key(self.key.clone()).unwrap();
        let mut signer = Signer::new(MessageDigest::sha256(), &key).unwrap();
        signer.update(&told).unwrap();
        signer.update(&sha256(&client)).unwrap();
        self.envelope(&json!({
            "authenticatorData": BASE64.encode(told),
            "clientDataJSON": BASE64.encode(client),
            "signature": BASE64.encode(signer.sign_to_vec().unwrap()),
            "userHandle": self.user,
        }))
    }

    fn envelope(&self, response: &Value) -> Value {
        let id = BASE64.encode(self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {}, "response": response})
    }

    fn client(&self, what: &str, options: &Value) -> Vec<u8> {
        json!({"type": what, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false}).to_string().into_bytes()
    }

    /// What the device says about itself: for which host, how it was used, how often.
    fn told(&self, host: &str, more: u8) -> Vec<u8> {
        let flags = PRESENT | more | if self.verifies { VERIFIED } else { 0 };
        [sha256(host.as_bytes()).as_slice(), &[flags], &self.count.to_be_bytes()].concat()
    }

    /// `{1: 2, 3: -7, -1: 1, -2: x, -3: y}`
    fn public_key(&self) -> Vec<u8> {
        let (mut x, mut y) = (BigNum::new().unwrap(), BigNum::new().unwrap());
        let mut numbers = BigNumContext::new().unwrap();
        self.key.public_key().affine_coordinates_gfp(self.key.group(), &mut x, &mut y, &mut numbers).unwrap();
        let (x, y) = (x.to_vec_padded(32).unwrap(), y.to_vec_padded(32).unwrap());
        [&[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20], x.as_slice(), &[0x22, 0x58, 0x20], &y].concat()
    }
}
