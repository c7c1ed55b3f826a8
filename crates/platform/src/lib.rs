//! The ground floor's machinery: slice declarations, store, journal, identity, access, jobs, search, files, messages, clock.
//! It knows no pillar; everything a pillar needs from a server process is here.

// What derives `FromRow` names this crate as all others do.
extern crate self as platform;

pub mod access;
pub mod agent;
pub mod alerts;
pub mod api;
pub mod app;
pub mod calendar;
pub mod clock;
pub mod directory;
pub mod erasure;
pub mod error;
pub mod events;
pub mod export;
pub mod files;
pub mod http;
pub mod identity;
pub mod idle_accounts;
pub mod indicators;
pub mod installation;
pub mod jobs;
pub mod journal;
mod key_file;
pub mod ledger;
pub mod list;
pub mod mail;
pub mod messages;
pub mod metrics;
pub mod notice_choice;
pub mod notices;
pub mod oidc;
pub mod once;
pub mod outward;
pub mod own_account;
pub mod own_data;
pub mod password;
pub mod profiles;
pub mod random;
pub mod reads;
pub mod recovery;
pub mod reference;
pub mod roll;
pub mod saved;
pub mod scanner;
pub mod search;
pub mod second_factor;
mod session;
pub mod settings;
pub mod shipped;
pub mod sign_in;
pub mod slice;
pub mod sms;
pub mod staff;
pub mod store;
pub mod synonyms;
#[cfg(feature = "testing")]
pub mod testing;
pub mod trace;
pub mod trail;
pub mod upkeep;
pub mod uploads;
pub mod watch;
pub mod webhooks;
pub mod workbook;

pub use access::{Permission, Scope, Viewer};
pub use app::App;
pub use clock::Clock;
pub use error::{Error, FieldErrors, Refusal, Result};
pub use http::{Access, Ctx, Routes};
pub use journal::Change;
pub use messages::Locale;
pub use slice::Slice;
pub use store::{Actor, Read, Store, Tx};

mod ground;
pub use ground::GROUND;
