//! The pages of the targets, one action a file; `parts` holds what they share.

pub(super) mod agency;
pub(super) mod city;
pub(super) mod compare;
pub(super) mod correct;
pub(super) mod declare;
pub(super) mod declared;
pub(super) mod follow;
pub(super) mod followed;
pub(super) mod freeze;
mod funnel;
pub(super) mod indicators;
mod link;
pub(super) mod map;
pub(super) mod measure;
pub(super) mod open;
mod parts;
pub(super) mod readings;
pub(super) mod records;
pub(super) mod report;
pub(super) mod scenario;
pub(super) mod scenarios;
pub(super) mod turns;
pub(super) mod wall;
