import Aloft

let app = Application()
let settings = app.readSettings(TodoSettings.self)
TodoSite(publicFolder: settings.publicFolder).install(in: app)
try await app.run()
