//! SQL over the ground's tables, one file a table.

pub(crate) mod accounts;
pub(crate) mod calendar;
pub(crate) mod grants;
pub(crate) mod jobs;
pub(crate) mod journal;
pub(crate) mod ledger;
pub(crate) mod notices;
pub(crate) mod profiles;
pub(crate) mod requests;
pub(crate) mod roles;
