//! `#[derive(FromRow)]`: a row of the database read into a struct, each column into the field of its name.

use proc_macro::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, parse_macro_input};

/// Implements `platform::store::FromRow` for a struct with named fields.
#[proc_macro_derive(FromRow)]
pub fn from_row(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => &fields.named,
            _ => return refused(&input),
        },
        _ => return refused(&input),
    };
    let name = &input.ident;
    let idents: Vec<_> = fields.iter().filter_map(|field| field.ident.as_ref()).collect();
    let columns = idents.iter().map(|ident| ident.to_string().trim_start_matches("r#").to_owned());
    let places = 0..idents.len();
    quote! {
        impl ::platform::store::FromRow for #name {
            const COLUMNS: &'static [&'static str] = &[#(#columns),*];

            fn from_row(row: &::platform::store::Row<'_>) -> ::platform::error::Result<Self> {
                Ok(#name { #(#idents: row.cell(#places)?),* })
            }
        }
    }
    .into()
}

fn refused(input: &DeriveInput) -> TokenStream {
    syn::Error::new_spanned(&input.ident, "a row is read into a struct with named fields")
        .to_compile_error()
        .into()
}
