//! What stands around pages: the frame of an organisation, of the account, of the sign-in pages.

mod account;
mod account_menu;
mod auth;
mod brand;
mod destinations;
mod nav;
mod org;
mod palette;
mod switcher;

pub(crate) use account::{AccountLayout, AccountResource};
pub(crate) use auth::AuthLayout;
pub(crate) use brand::{BareLayout, Brand};
pub(crate) use destinations::{by_id, destinations, matching};
pub(crate) use org::OrgLayout;
