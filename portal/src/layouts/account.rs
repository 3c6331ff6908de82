use leptos::{either::Either, prelude::*};
use leptos_router::components::Outlet;
use model::views::AccountView;

use super::{account_menu::AccountMenu, brand::BareLayout};
use crate::{
    PortalError,
    components::{ButtonKind, Flash, LinkButton},
    server_fns::account::read_account,
};

/// The account, loaded once for all its pages.
#[derive(Clone, Copy)]
pub(crate) struct AccountResource(pub(crate) Resource<Result<AccountView, PortalError>>);

impl AccountResource {
    /// Loads the account again after each answer of an action; give its `version`.
    pub(crate) fn follow(self, version: impl Get<Value = usize> + 'static) {
        Effect::new(move |before: Option<usize>| {
            let now = version.get();
            if before.is_some_and(|before| before != now) {
                self.0.refetch();
            }
            now
        });
    }
}

/// The frame of the account pages: they belong to the person, not to an organisation.
#[component]
pub(crate) fn AccountLayout() -> impl IntoView {
    let account = Resource::new(|| (), |()| read_account());
    provide_context(AccountResource(account));
    let end = move || {
        view! {
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    match account.await {
                        Ok(account) => Either::Left(view! { <AccountEnd account=account /> }),
                        Err(_) => Either::Right(()),
                    }
                })}
            </Transition>
        }
    };
    view! {
        <BareLayout end=end>
            <Flash />
            <Outlet />
        </BareLayout>
    }
}

#[component]
fn AccountEnd(account: AccountView) -> impl IntoView {
    let initials: String = account.name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    view! {
        <LinkButton href="/" kind=ButtonKind::Quiet>"Back to your organisation"</LinkButton>
        <AccountMenu name=account.name email=account.email initials=initials.to_uppercase() />
    }
}
