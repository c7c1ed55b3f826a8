//! All SQL of the desk's tools.

mod follow;
mod label;
mod pace;
mod twin;

pub use follow::{Followed, count_followed, follow, followed, followers, follows, forget_account, unfollow};
pub use label::{
    Changed, DOSSIERS_UNDER, Label, Labelled, add_label, change_label, label, label_list, labelled_list,
    labels_in_use, labels_of, put, take_off,
};
pub use pace::{paces, rewrite_paces};
pub use twin::{NewTwin, Twin, add_twin, decide, twin, twin_list};
