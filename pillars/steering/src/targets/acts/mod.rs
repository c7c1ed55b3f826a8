//! What is done with measures, one function an act, each journalled in the caller's transaction: who answers, what they say, what
//! turned; pages, operations and jobs share them.

mod follow;
mod watch;

pub(super) use follow::{assign, check_in, comment, remind};
pub(super) use watch::watch;
