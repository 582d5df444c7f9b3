"use strict";
// The whole page of a check.

const check = new CheckView(document.getElementById("main"));
document.querySelector("header.top").append(check.tools, themeButton());
document.addEventListener("keydown", (event) => check.pressed(event));
