//! Tests of petitions over HTTP and on a fresh database.

mod answered;
mod city;
mod entered;
mod questionnaires;

use super::SLICE;
use platform::messages::{Lang, Messages};

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
    assert!(messages.keys(Lang::Vi).iter().all(|k| k.starts_with("petitions-") || k.starts_with("journal-")));
}
