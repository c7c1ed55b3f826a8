//! One list or act a file; `sheet.rs` lays their parts out on the staff's page.

pub(crate) mod account;
pub(crate) mod account_acts;
pub(crate) mod account_new;
pub(crate) mod accounts;
pub(crate) mod calendar;
pub(crate) mod calendar_day;
pub(crate) mod checklist;
pub(crate) mod delegation;
pub(crate) mod grants;
pub(crate) mod hours;
pub(crate) mod jobs;
pub(crate) mod journal;
pub(crate) mod ledger;
pub(crate) mod links;
pub(crate) mod outbox;
pub(crate) mod probes;
pub(crate) mod profile;
pub(crate) mod profile_draft;
pub(crate) mod profiles;
pub(crate) mod reads;
pub(crate) mod recovery;
pub(crate) mod requests;
pub(crate) mod role;
pub(crate) mod roles;
mod sheet;
pub(crate) mod status;
pub(crate) mod templates;
