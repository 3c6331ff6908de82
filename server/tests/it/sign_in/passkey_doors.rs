//! The ways of the door that have to do with passkeys, as plain routes.

use axum::{
    Json, Router,
    extract::Path,
    routing::{get, post},
};
use gate::{Door, PageRefusal, SecretString};
use serde_json::{Value, json};

type Answered = Result<Json<Value>, PageRefusal>;

pub(super) fn routes() -> Router {
    Router::new()
        .route("/passkey", get(start_sign_in).post(sign_in))
        .route("/enrol/passkey", get(start_enrol).post(enrol))
        .route("/factor/ways", get(ways))
        .route("/factor/passkey", get(start_factor).post(factor))
        .route("/account/passkey", get(start).post(add))
        .route("/account/passkey/{passkey}", post(remove))
        .route("/account/confirm", post(confirm))
        .route("/account/confirm/passkey", get(start_confirm).post(confirm_by_passkey))
}

fn answer(body: &Value) -> String {
    body["answer"].to_string()
}

async fn start_sign_in(door: Door) -> Answered {
    Ok(Json(json!(door.start_sign_in_by_passkey().await?)))
}

async fn sign_in(door: Door, Json(body): Json<Value>) -> Answered {
    Ok(Json(json!(door.sign_in_by_passkey(&answer(&body)).await?)))
}

async fn start_enrol(door: Door) -> Answered {
    Ok(Json(json!(door.start_sign_in_enrol_by_passkey().await?)))
}

async fn enrol(door: Door, Json(body): Json<Value>) -> Answered {
    Ok(Json(json!(door.sign_in_enrol_by_passkey(&answer(&body), "First device").await?)))
}

async fn ways(door: Door) -> Answered {
    Ok(Json(json!(door.sign_in_ways().await?)))
}

async fn start_factor(door: Door) -> Answered {
    Ok(Json(json!(door.start_sign_in_factor_by_passkey().await?)))
}

async fn factor(door: Door, Json(body): Json<Value>) -> Answered {
    Ok(Json(json!(door.sign_in_factor_by_passkey(&answer(&body)).await?)))
}

async fn start(door: Door) -> Answered {
    Ok(Json(json!(door.start_passkey().await?)))
}

async fn add(door: Door, Json(body): Json<Value>) -> Answered {
    Ok(Json(json!(door.add_passkey(&answer(&body), body["name"].as_str().unwrap_or_default()).await?)))
}

async fn remove(door: Door, Path(passkey): Path<String>) -> Answered {
    Ok(Json(json!(door.remove_passkey(passkey.parse().unwrap()).await?)))
}

async fn confirm(door: Door, Json(body): Json<Value>) -> Answered {
    let secret = SecretString::new(body["secret"].as_str().unwrap_or_default().to_owned());
    Ok(Json(json!(door.confirm(secret).await?)))
}

async fn start_confirm(door: Door) -> Answered {
    Ok(Json(json!(door.start_confirm_by_passkey().await?)))
}

async fn confirm_by_passkey(door: Door, Json(body): Json<Value>) -> Answered {
    Ok(Json(json!(door.confirm_by_passkey(&answer(&body)).await?)))
}
