//! Tests of the targets: a fake slice declares indicators over its own small table; pages over HTTP on a fresh database.

mod city;
mod follow;
mod frozen;
mod kept;
mod links;
mod pages;
mod views;

use super::SLICE;
use platform::messages::{Lang, Messages};

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages, crate::programme::SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}
