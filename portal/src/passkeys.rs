//! How the browser is asked for a passkey. Runs in the browser only.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::PortalError;

/// What the browser is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PasskeyAsk {
    /// To make one for this account.
    Make,
    /// To prove that it has one.
    Use,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = PublicKeyCredential, js_name = parseCreationOptionsFromJSON, catch)]
    fn creation_options(options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = PublicKeyCredential, js_name = parseRequestOptionsFromJSON, catch)]
    fn request_options(options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["navigator", "credentials"], catch)]
    async fn create(options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["navigator", "credentials"], catch)]
    async fn get(options: &JsValue) -> Result<JsValue, JsValue>;
}

/// Shows the browser's own question and waits for its answer; both are JSON.
pub(crate) async fn ask(what: PasskeyAsk, options: &str) -> Result<String, PortalError> {
    try_ask(what, options).await.map_err(|error| PortalError::Refused(in_words(what, &error)))
}

async fn try_ask(what: PasskeyAsk, options: &str) -> Result<String, JsValue> {
    let parsed = js_sys::JSON::parse(options)?;
    let public_key = match what {
        PasskeyAsk::Make => creation_options(&parsed)?,
        PasskeyAsk::Use => request_options(&parsed)?,
    };
    let asked = Object::new();
    Reflect::set(&asked, &"publicKey".into(), &public_key)?;
    let credential = match what {
        PasskeyAsk::Make => create(&asked).await?,
        PasskeyAsk::Use => get(&asked).await?,
    };
    Ok(String::from(js_sys::JSON::stringify(&credential)?))
}

/// Browsers do not say more than this on purpose, so that a site cannot find out which passkeys somebody has.
fn in_words(what: PasskeyAsk, error: &JsValue) -> String {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
    match (what, name.as_str()) {
        (PasskeyAsk::Make, "InvalidStateError") => "This device has a passkey for your account already.",
        (PasskeyAsk::Make, "NotAllowedError") => "No passkey was made: it was cancelled, or took too long.",
        (PasskeyAsk::Use, "NotAllowedError") => {
            "No passkey was used: it was cancelled, took too long, or this device has none for your account."
        }
        _ => "This browser cannot use passkeys here. Another browser or device may.",
    }
    .to_owned()
}
