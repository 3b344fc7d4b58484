//! A table, whose rows become cards on a narrow screen: nothing scrolls sideways, and each value then has its column's
//! name before it.
//!
//! The roles stand there in words because a browser forgets them when style shows a row as a block.

use leptos::prelude::*;

/// A table.
pub struct Table {
    /// What it lists, for those who do not see it.
    pub label: String,
    /// The columns' names. The first one names the row.
    pub columns: Vec<String>,
    /// The cells, row by row, as many in each as there are columns.
    pub rows: Vec<Vec<AnyView>>,
}

impl Table {
    /// The table as a view.
    pub fn view(self) -> AnyView {
        let Self { label, columns, rows } = self;
        let head = columns
            .iter()
            .map(|name| view! { <th role="columnheader" scope="col">{name.clone()}</th> })
            .collect_view();
        let rows = rows
            .into_iter()
            .map(|cells| {
                let mut cells = cells.into_iter();
                let first = cells.next();
                let others = cells
                    .zip(columns.iter().skip(1))
                    .map(|(cell, name)| view! { <td role="cell" data-label=name.clone()>{cell}</td> })
                    .collect_view();
                view! {
                    <tr role="row">
                        <th role="rowheader" scope="row">
                            {first}
                        </th>
                        {others}
                    </tr>
                }
            })
            .collect_view();
        view! {
            <table role="table" class="cards" aria-label=label>
                <thead role="rowgroup">
                    <tr role="row">{head}</tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        }
        .into_any()
    }
}

/// A cell of a name that may be long and has no spaces: it may break anywhere.
pub fn any(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    view! { <span class="any">{text}</span> }.into_any()
}

/// A cell of plain text.
pub fn cell(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    view! { <span>{text}</span> }.into_any()
}
