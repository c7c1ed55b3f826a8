//! The product as one: its architecture, its rights, and the stories of its users, over HTTP on a real database.
//! `cfg(test)` tells clippy that even their helpers are tests, which may unwrap.

#[cfg(test)]
mod access;
#[cfg(test)]
mod api;
#[cfg(test)]
mod architecture;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod behind_proxy;
#[cfg(test)]
mod city;
#[cfg(test)]
mod command_line;
#[cfg(test)]
mod database_gone;
#[cfg(test)]
mod erasure;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod govstack;
#[cfg(test)]
mod held_open;
#[cfg(test)]
mod infected;
#[cfg(test)]
mod journeys;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod least_rights;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod nodes;
#[cfg(test)]
mod observed;
#[cfg(test)]
mod office;
#[cfg(test)]
mod oidc;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod races;
#[cfg(test)]
mod rights;
#[cfg(test)]
mod runner;
#[cfg(test)]
mod s3;
#[cfg(test)]
mod sealed;
#[cfg(test)]
mod sent_twice;
#[cfg(test)]
mod shipped;
#[cfg(test)]
mod stamped;
#[cfg(test)]
mod start_up;
#[cfg(test)]
mod traced;
