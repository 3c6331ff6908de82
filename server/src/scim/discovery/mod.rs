//! What the service says about itself.

mod resource_types;
mod schemas;
mod service_provider_config;

pub(super) use resource_types::{resource_type, resource_types};
pub(super) use schemas::{schema, schemas};
pub(super) use service_provider_config::service_provider_config;
