import { defineConfig } from "vite";

// One style, one script, two fonts; names carry a hash, so that they may be cached for ever.
export default defineConfig({
  base: "/",
  build: {
    target: "es2022",
    manifest: false,
    modulePreload: false,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    rollupOptions: {
      input: "src/main.ts",
      output: {
        entryFileNames: "assets/main-[hash].js",
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith(".css")) ? "assets/main-[hash].css" : "assets/[name]-[hash][extname]",
      },
    },
  },
});
