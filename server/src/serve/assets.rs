use std::sync::LazyLock;

use axum::{
    Router,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

/// Style sheets, fonts and icons, carried by the binary.
#[derive(RustEmbed)]
#[folder = "../assets/"]
struct Assets;

/// One style sheet, in the order that `css/order.txt` gives.
static STYLE_SHEET: LazyLock<String> = LazyLock::new(|| {
    let order = text("css/order.txt").unwrap_or_default();
    let files = order.lines().map(str::trim).filter(|line| !line.is_empty());
    files.filter_map(|file| text(&format!("css/{file}"))).collect::<Vec<_>>().join("\n")
});

/// Addresses that change with their content, and fonts, may be kept for ever.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Changes whenever the style sheet does.
pub(super) fn version() -> String {
    let digest = hex::encode(Sha256::digest(STYLE_SHEET.as_bytes()));
    digest.chars().take(12).collect()
}

pub(super) fn router() -> Router {
    Router::new()
        .route("/assets/app.css", get(style_sheet))
        .route("/assets/{folder}/{file}", get(file))
        .route("/favicon.ico", get(|| file(Path(("icons".to_owned(), "logo.svg".to_owned())))))
}

fn text(name: &str) -> Option<String> {
    String::from_utf8(Assets::get(name)?.data.into_owned()).ok()
}

async fn style_sheet() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, FOR_EVER)], STYLE_SHEET.as_str()).into_response()
}

async fn file(Path((folder, file)): Path<(String, String)>) -> Response {
    let kind = match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    match Assets::get(&format!("{folder}/{file}")) {
        Some(asset) => ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOR_EVER)], asset.data.into_owned()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
