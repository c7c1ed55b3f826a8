//! One action a file.

pub(super) mod about;
pub(super) mod account;
pub(super) mod account_password;
pub(super) mod assets;
pub(super) mod choices;
pub(super) mod devices;
pub(super) mod erasure;
pub(super) mod factor;
pub(super) mod factor_acts;
pub(super) mod factor_setup;
pub(super) mod home;
pub(super) mod notice_choice;
pub(super) mod notices;
pub(super) mod own_data;
pub(super) mod passkeys;
pub(super) mod people;
mod proof;
pub(super) mod provider;
pub(super) mod recover;
pub(super) mod search;
pub(super) mod sign_in;
pub(super) mod sign_in_code;
pub(super) mod sign_out;
pub(super) mod sign_up;
