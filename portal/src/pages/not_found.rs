use leptos::prelude::*;

use crate::{PortalError, components::ErrorView, layouts::BareLayout};

/// Any address that names no page.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    view! {
        <BareLayout>
            <ErrorView error=PortalError::NotFound />
        </BareLayout>
    }
}
