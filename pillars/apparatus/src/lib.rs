//! Pillar: apparatus (tổ chức bộ máy): agencies, the one-stop, satisfaction.

pub mod one_stop;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] = &[&one_stop::SLICE];
