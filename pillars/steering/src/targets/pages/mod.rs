//! The pages of the targets, one action a file; `parts` holds what they share.

pub(super) mod agency;
pub(super) mod city;
pub(super) mod correct;
pub(super) mod declare;
pub(super) mod declared;
pub(super) mod freeze;
pub(super) mod indicators;
mod link;
pub(super) mod measure;
mod parts;
pub(super) mod records;
pub(super) mod report;
