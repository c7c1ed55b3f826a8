//! Pure rules of the register: codes, validity, what holds on a day, who may end a result, names half hidden.

pub mod change;
pub mod code;
pub mod mask;
pub mod standing;
pub mod validity;
